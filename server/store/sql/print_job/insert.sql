INSERT INTO print_jobs (id, warehouse_id, printer_id, label, subject, content, status, reason, bytes_sent, attempts, reprint_of,
    why, requested_by, created_at_ms, next_try_ms)
VALUES ($1, $2, $3, $4, $5, $6, 'queued', NULL, 0, 0,
    (SELECT id FROM print_jobs WHERE warehouse_id = $2 AND label = $4 AND subject = $5 ORDER BY created_at_ms DESC, id DESC LIMIT 1),
    NULL, $7, $8, $8)
