SELECT locations.code, COALESCE(zones.name, '') AS zone
FROM locations LEFT JOIN zones ON zones.id = locations.zone_id
WHERE locations.id = $1
