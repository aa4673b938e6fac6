INSERT INTO handling_units (id, warehouse_id, kind, code, parent_id, location_id, order_id, created_at_ms)
VALUES ($1, $2, 'tote', $3, NULL, $4, $5, $6)
ON CONFLICT (code) DO NOTHING
