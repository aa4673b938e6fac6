SELECT id FROM tours
WHERE warehouse_id = $1 AND status = 'open'
ORDER BY leaves_at_ms, priority DESC, number
LIMIT 1
/*lock skip*/
