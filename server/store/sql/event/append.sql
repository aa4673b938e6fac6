INSERT INTO events (id, warehouse_id, type, subject_id, payload, at_ms) VALUES ($1, $2, $3, $4, $5, $6)
