INSERT INTO webhooks (id, warehouse_id, url, events, secret, active) VALUES ($1, $2, $3, $4, $5, TRUE)
