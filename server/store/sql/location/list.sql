SELECT locations.code, kind, COALESCE(zones.name, '') AS zone, check_digits, units_max
FROM locations LEFT JOIN zones ON zones.id = locations.zone_id
WHERE locations.warehouse_id = $1 AND locations.code > $2 AND substr(locations.code, 1, length($3)) = $3
ORDER BY locations.code
LIMIT $4
