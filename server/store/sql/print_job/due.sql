SELECT DISTINCT printer_id FROM print_jobs WHERE status = 'queued' AND next_try_ms <= $1
