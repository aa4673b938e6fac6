INSERT INTO print_jobs (id, warehouse_id, printer_id, label, subject, content, status, reason, bytes_sent, attempts, reprint_of,
    why, requested_by, created_at_ms, next_try_ms)
VALUES ($1, $2, $3, $4, $5, $6, 'queued', NULL, 0, 0, $7, $8, $9, $10, $10)
