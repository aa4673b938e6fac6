UPDATE webhook_deliveries SET attempts = attempts + 1, next_try_ms = $3
WHERE id = (
        SELECT id FROM webhook_deliveries WHERE webhook_id = $1 AND status = 'queued' AND next_try_ms <= $2
        ORDER BY next_try_ms, id LIMIT 1
    )
    AND status = 'queued' AND next_try_ms <= $2
RETURNING id, event_id, type, payload, attempts
