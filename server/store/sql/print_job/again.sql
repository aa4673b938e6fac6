INSERT INTO print_jobs (id, warehouse_id, printer_id, label, subject, content, status, reason, bytes_sent, attempts, reprint_of,
    why, requested_by, created_at_ms, next_try_ms)
SELECT $1, first.warehouse_id, $3, first.label, first.subject, first.content, 'queued', NULL, 0, 0, first.id, $5, $6, $7, $7
FROM print_jobs AS first WHERE first.warehouse_id = $2 AND first.id = $4
