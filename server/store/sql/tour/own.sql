SELECT id FROM tours
WHERE warehouse_id = $1 AND status = 'claimed' AND user_id = $2
ORDER BY number
LIMIT 1
