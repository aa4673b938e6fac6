UPDATE webhook_deliveries SET status = $3, reason = $4, next_try_ms = $5
WHERE id = $1 AND attempts = $2 AND status = 'queued'
