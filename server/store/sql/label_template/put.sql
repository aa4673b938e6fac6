INSERT INTO label_templates (warehouse_id, name, source, changed_by, changed_at_ms) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (warehouse_id, name) DO UPDATE SET source = excluded.source, changed_by = excluded.changed_by,
    changed_at_ms = excluded.changed_at_ms
