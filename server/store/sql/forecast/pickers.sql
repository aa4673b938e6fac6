SELECT CAST(COUNT(DISTINCT user_id) AS BIGINT) FROM tours
WHERE warehouse_id = $1 AND user_id IS NOT NULL AND (status = 'claimed' OR done_at_ms >= $2)
