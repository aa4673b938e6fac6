SELECT replenishments.location_id, locations.code, COALESCE(zones.name, '') AS zone,
    locations.count_id IS NOT NULL AS counting, replenishments.item_id, replenishments.quantity_base,
    replenishments.done_base, replenishments.status, replenishments.user_id,
    (SELECT users.name FROM tasks JOIN users ON users.id = tasks.user_id
        WHERE tasks.subject_id = replenishments.id AND tasks.kind = 'replenish' AND tasks.status = 'open'
            AND tasks.user_id = replenishments.user_id AND tasks.user_id <> $2
        ORDER BY users.name LIMIT 1) AS holder
FROM replenishments
JOIN locations ON locations.id = replenishments.location_id
LEFT JOIN zones ON zones.id = locations.zone_id
WHERE replenishments.id = $1
