UPDATE sessions SET ended_at_ms = $3 WHERE id = $1 AND warehouse_id = $2 AND ended_at_ms IS NULL
