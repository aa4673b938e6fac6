SELECT head.printer_id, printers.address FROM print_jobs AS head
JOIN printers ON printers.id = head.printer_id
WHERE head.status = 'queued' AND head.next_try_ms <= $1
    AND NOT EXISTS (
        SELECT 1 FROM print_jobs AS other
        WHERE other.printer_id = head.printer_id AND (other.status = 'sending' OR (other.status = 'queued'
            AND (other.created_at_ms, other.subject, other.id) < (head.created_at_ms, head.subject, head.id)))
    )
