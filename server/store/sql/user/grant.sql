INSERT INTO role_grants (user_id, warehouse_id, role) VALUES ($1, $2, $3)
ON CONFLICT (user_id, warehouse_id, role) DO NOTHING
