INSERT INTO webhook_deliveries (id, webhook_id, event_id, type, payload, status, attempts, next_try_ms, reason)
SELECT delivery.id, delivery.webhook_id, $2, $3, $4, 'queued', 0, $5, NULL
FROM /*rows $1 (id uuid, webhook_id uuid)*/ AS delivery
