SELECT id, code, kind, zone_id, pick_sequence, version FROM locations
WHERE warehouse_id = $1 AND kind = $2
ORDER BY pick_sequence, code
LIMIT 1
