UPDATE replenishments SET user_id = $2 WHERE id = $1 AND status = 'open'
