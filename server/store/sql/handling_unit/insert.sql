INSERT INTO handling_units (id, warehouse_id, kind, code, parent_id, location_id, order_id, task_id, created_at_ms)
VALUES ($1, $2, $3, $4, NULL, $5, NULL, $6, $7)
