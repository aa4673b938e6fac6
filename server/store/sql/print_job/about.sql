SELECT id FROM print_jobs WHERE warehouse_id = $1 AND subject = $2 ORDER BY created_at_ms DESC, id DESC LIMIT 1
