UPDATE exceptions SET status = 'resolved', resolved_at_ms = $3, resolved_by = $4, note = $5
WHERE id = $1 AND warehouse_id = $2 AND status = 'open' AND commands = $6
