INSERT INTO events (id, warehouse_id, type, subject_id, payload, at_ms)
SELECT id, $2, type, subject_id, payload, $3
FROM /*rows $1 (id uuid, type text, subject_id uuid, payload text)*/ AS event
