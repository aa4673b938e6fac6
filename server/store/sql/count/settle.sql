UPDATE counts SET status = $2, posted_at_ms = $3,
    posted_version = CASE WHEN $2 = 'posted' THEN (SELECT version FROM locations WHERE locations.id = counts.location_id) END
WHERE id = $1 AND status IN ('open', 'counted')
