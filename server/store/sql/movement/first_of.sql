SELECT id FROM movements WHERE warehouse_id = $1 AND command_id = $2 ORDER BY id LIMIT 1
