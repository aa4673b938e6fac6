UPDATE printers SET state = $2, state_at_ms = $3 WHERE id = $1
