SELECT id FROM orders WHERE warehouse_id = $1 AND number = $2 ORDER BY id LIMIT 2
