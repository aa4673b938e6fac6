INSERT INTO tasks (id, warehouse_id, user_id, kind, subject_id, state, status, version, changed_at_ms)
VALUES ($1, $2, $3, $4, $5, $6, 'open', 1, $7)
