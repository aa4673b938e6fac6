SELECT id FROM tours
WHERE warehouse_id = $1 AND status = 'open'
ORDER BY number
LIMIT 1
/*lock skip*/
