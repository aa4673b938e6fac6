UPDATE counts SET status = $2, posted_at_ms = $3 WHERE id = $1 AND status IN ('open', 'counted')
