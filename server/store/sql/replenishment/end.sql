UPDATE replenishments SET status = CASE WHEN done_base > 0 THEN 'done' ELSE 'cancelled' END, user_id = NULL
WHERE id = $1 AND status = 'open'
