SELECT id, parent_id FROM locations WHERE warehouse_id = $1 AND parent_id IS NOT NULL
