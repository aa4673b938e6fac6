UPDATE parcels SET status = 'closed', closed_at_ms = $2 WHERE id = $1 AND status = 'open'
