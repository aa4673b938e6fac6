SELECT print_jobs.id, printers.name AS printer, print_jobs.label, print_jobs.subject, print_jobs.status, print_jobs.reason,
    print_jobs.created_at_ms, print_jobs.reprint_of, print_jobs.why, users.name AS requested_by
FROM print_jobs
JOIN printers ON printers.id = print_jobs.printer_id
JOIN users ON users.id = print_jobs.requested_by
WHERE print_jobs.warehouse_id = $1 AND print_jobs.subject = COALESCE((SELECT sscc FROM parcels WHERE id = $3), $2)
ORDER BY print_jobs.created_at_ms DESC, print_jobs.id DESC
LIMIT 1
