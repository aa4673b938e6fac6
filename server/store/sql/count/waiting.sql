SELECT locations.code, COALESCE(zones.name, '') AS zone, CAST(COUNT(*) OVER () AS BIGINT)
FROM counts
JOIN locations ON locations.id = counts.location_id
LEFT JOIN zones ON zones.id = locations.zone_id
LEFT JOIN counts AS first ON first.id = counts.recount_of
WHERE counts.warehouse_id = $1 AND counts.status = 'open'
    AND (counts.counted_by IS NULL OR counts.counted_by = $2)
    AND (first.counted_by IS NULL OR first.counted_by <> $2)
ORDER BY locations.pick_sequence, locations.code
LIMIT $3
