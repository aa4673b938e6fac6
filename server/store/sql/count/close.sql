UPDATE counts SET status = $2, location_version = $3, counted_by = $4, counted_at_ms = $5, posted_at_ms = $6,
    posted_version = CASE WHEN $2 = 'posted' THEN (SELECT version FROM locations WHERE locations.id = counts.location_id) END
WHERE id = $1 AND status = 'open'
