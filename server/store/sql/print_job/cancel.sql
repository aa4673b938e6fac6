UPDATE print_jobs SET status = 'cancelled' WHERE warehouse_id = $1 AND id = $2 AND status = 'queued'
