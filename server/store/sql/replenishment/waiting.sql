SELECT locations.code, COALESCE(zones.name, '') AS zone, CAST(COUNT(*) OVER () AS BIGINT)
FROM replenishments
JOIN locations ON locations.id = replenishments.location_id
LEFT JOIN zones ON zones.id = locations.zone_id
WHERE replenishments.warehouse_id = $1 AND replenishments.status = 'open'
    AND (replenishments.user_id IS NULL OR replenishments.user_id = $2)
ORDER BY locations.pick_sequence, locations.code
LIMIT $3
