SELECT print_jobs.id, printers.name AS printer, print_jobs.label, print_jobs.subject, print_jobs.status, print_jobs.reason,
    print_jobs.created_at_ms, print_jobs.reprint_of
FROM print_jobs JOIN printers ON printers.id = print_jobs.printer_id
WHERE print_jobs.warehouse_id = $1 AND (print_jobs.created_at_ms, print_jobs.id) < ($2, $3)
ORDER BY print_jobs.created_at_ms DESC, print_jobs.id DESC
LIMIT $4
