INSERT INTO stations (id, warehouse_id, code, name, session_id) VALUES ($1, $2, $3, $4, NULL)
ON CONFLICT (warehouse_id, code) DO UPDATE SET name = excluded.name
RETURNING id
