SELECT content FROM print_jobs WHERE warehouse_id = $1 AND id = $2
