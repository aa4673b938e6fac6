INSERT INTO audit_log (id, warehouse_id, user_id, device, action, subject, detail, at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
