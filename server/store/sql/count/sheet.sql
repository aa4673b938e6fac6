SELECT counts.location_id, locations.code, COALESCE(zones.name, '') AS zone, counts.reason, counts.status, locations.version,
    counts.counted_by, first.counted_by AS first_by,
    (SELECT users.name FROM tasks JOIN users ON users.id = tasks.user_id
        WHERE tasks.subject_id = counts.id AND tasks.kind = 'count' AND tasks.status = 'open' AND tasks.user_id <> $2
        ORDER BY users.name LIMIT 1) AS holder
FROM counts
JOIN locations ON locations.id = counts.location_id
LEFT JOIN zones ON zones.id = locations.zone_id
LEFT JOIN counts AS first ON first.id = counts.recount_of
WHERE counts.id = $1
