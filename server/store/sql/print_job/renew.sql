UPDATE print_jobs SET next_try_ms = $3 WHERE id = $1 AND attempts = $2 AND status = 'sending'
