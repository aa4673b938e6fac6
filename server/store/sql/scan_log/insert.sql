INSERT INTO scan_log (id, warehouse_id, user_id, device, task_id, symbol, outcome, code, at_ms, latency_us)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL)
