UPDATE parcels SET status = 'shipped', shipped_at_ms = $2 WHERE id = $1 AND status = 'closed'
