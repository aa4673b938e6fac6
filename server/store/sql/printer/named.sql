SELECT id FROM printers WHERE warehouse_id = $1 AND name = $2
