SELECT print_jobs.id, print_jobs.warehouse_id, print_jobs.label, print_jobs.subject, print_jobs.attempts, printers.address
FROM print_jobs JOIN printers ON printers.id = print_jobs.printer_id
WHERE print_jobs.id = $1 AND print_jobs.warehouse_id = $2
