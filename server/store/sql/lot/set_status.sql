UPDATE lots SET status = $2, status_reason = $3 WHERE id = $1
