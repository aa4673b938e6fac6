INSERT INTO webhook_deliveries (id, webhook_id, event_id, type, payload, status, attempts, next_try_ms, reason)
SELECT id, webhook_id, event_id, type, payload, 'queued', 0, $2, NULL
FROM /*rows $1 (id uuid, webhook_id uuid, event_id uuid, type text, payload text)*/ AS delivery
