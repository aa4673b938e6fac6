SELECT actor_id, digest, status, reply FROM commands WHERE key = $1
