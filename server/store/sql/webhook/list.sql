SELECT id, url, events,
    (SELECT CAST(COUNT(*) AS BIGINT) FROM webhook_deliveries WHERE webhook_id = webhooks.id AND status = 'queued') AS queued,
    (SELECT CAST(COUNT(*) AS BIGINT) FROM webhook_deliveries WHERE webhook_id = webhooks.id AND status = 'failed') AS failed
FROM webhooks WHERE warehouse_id = $1 AND active
ORDER BY url, id
