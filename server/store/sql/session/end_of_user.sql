UPDATE sessions SET ended_at_ms = $2 WHERE user_id = $1 AND kind = 'person' AND ended_at_ms IS NULL
