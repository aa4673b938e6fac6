UPDATE print_jobs SET status = 'sending', attempts = attempts + 1, next_try_ms = $3, claimed_by = $4
WHERE id = (
        SELECT id FROM print_jobs WHERE printer_id = $1 AND status = 'queued' ORDER BY created_at_ms, subject, id LIMIT 1
    )
    AND status = 'queued' AND next_try_ms <= $2
    AND NOT EXISTS (SELECT 1 FROM print_jobs AS other WHERE other.printer_id = $1 AND other.status = 'sending')
RETURNING id, warehouse_id, label, subject, content, attempts
