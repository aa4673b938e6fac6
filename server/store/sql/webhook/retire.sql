UPDATE webhooks SET active = FALSE WHERE warehouse_id = $1 AND id = $2 AND active
