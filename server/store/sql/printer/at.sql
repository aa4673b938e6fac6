SELECT id FROM printers WHERE warehouse_id = $1 AND address = $2 ORDER BY name LIMIT 1
