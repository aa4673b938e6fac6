INSERT INTO zones (id, warehouse_id, code, name) VALUES ($1, $2, $3, $4)
