SELECT id, events FROM webhooks WHERE warehouse_id = $1 AND active
