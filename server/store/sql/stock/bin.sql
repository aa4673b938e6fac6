SELECT locations.id, locations.code, COALESCE(zones.name, ''), locations.kind, pick_sequence, units_max, mixing,
    (SELECT CAST(COUNT(DISTINCT handling_unit_id) AS BIGINT) FROM stock WHERE stock.location_id = locations.id)
FROM locations LEFT JOIN zones ON zones.id = locations.zone_id
WHERE locations.id IN (SELECT id FROM /*rows $1 (id uuid)*/ AS wanted)
ORDER BY locations.id
