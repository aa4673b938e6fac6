INSERT INTO exception_goods (command_id, exception_id, location_id, sku, lot, unit_code, moved_base)
VALUES ($1, $2, (SELECT id FROM locations WHERE id = $4 AND warehouse_id = $3), $5, $6, $7, $8)
RETURNING location_id
