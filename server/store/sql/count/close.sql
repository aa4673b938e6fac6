UPDATE counts SET status = $2, location_version = $3, counted_by = $4, counted_at_ms = $5, posted_at_ms = $6
WHERE id = $1 AND status = 'open'
