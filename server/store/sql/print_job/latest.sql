SELECT id FROM print_jobs WHERE warehouse_id = $1 AND label = $2 AND subject = $3
ORDER BY created_at_ms DESC, id DESC
LIMIT 1
