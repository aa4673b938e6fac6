INSERT INTO commands (key, id, actor_id, digest, status, reply, at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7)
