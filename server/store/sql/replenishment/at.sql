SELECT id FROM replenishments
WHERE location_id = $1 AND status = 'open'
ORDER BY created_at_ms, id
LIMIT 1
/*lock*/
