UPDATE stations SET seen_at_ms = $2, devices = $3 WHERE id = $1
