SELECT locations.id, locations.code
FROM locations LEFT JOIN zones ON zones.id = locations.zone_id
WHERE locations.warehouse_id = $1 AND locations.kind IN ('storage', 'pick_face')
    AND ($2 = '' OR zones.code = $2) AND ($3 = '' OR locations.abc_class = $3)
    AND NOT EXISTS (SELECT 1 FROM counts WHERE counts.location_id = locations.id AND counts.status IN ('open', 'counted'))
    AND NOT EXISTS (SELECT 1 FROM counts
        WHERE counts.location_id = locations.id AND counts.status = 'posted' AND counts.posted_at_ms > $4)
ORDER BY
    (SELECT COALESCE(MAX(counts.posted_at_ms), 0) FROM counts
        WHERE counts.location_id = locations.id AND counts.status = 'posted'),
    locations.pick_sequence, locations.code
LIMIT $5
