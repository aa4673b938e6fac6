SELECT DISTINCT webhook_id FROM webhook_deliveries WHERE status = 'queued' AND next_try_ms <= $1
