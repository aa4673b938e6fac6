UPDATE print_jobs SET status = 'sending', reason = NULL, next_try_ms = $3
WHERE id = (
        SELECT id FROM print_jobs
        WHERE printer_id = $1 AND claimed_by = $2
            AND (status = 'sending' OR (status = 'unknown' AND reason = 'station_lost'))
            AND NOT EXISTS (SELECT 1 FROM print_jobs AS again WHERE again.reprint_of = print_jobs.id)
        ORDER BY created_at_ms, subject, id
        LIMIT 1
    )
    AND NOT EXISTS (
        SELECT 1 FROM print_jobs AS other
        WHERE other.printer_id = $1 AND other.status = 'sending' AND (other.claimed_by IS NULL OR other.claimed_by <> $2)
    )
RETURNING id, warehouse_id, label, subject, content, attempts
