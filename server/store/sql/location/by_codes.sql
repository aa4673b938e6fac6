SELECT locations.id, locations.code, locations.kind, COALESCE(zones.name, '') AS zone, locations.zone_id, zones.code AS zone_code,
    parents.code AS parent, locations.parent_id, locations.aisle, locations.bay, locations.level, locations.position,
    locations.pick_sequence, locations.check_digits, locations.mixing, locations.units_max, locations.weight_g_max,
    locations.volume_ml_max, locations.quantity_base_max, locations.temperature_class, locations.abc_class,
    locations.count_id IS NOT NULL AS counting
FROM locations
LEFT JOIN zones ON zones.id = locations.zone_id
LEFT JOIN locations AS parents ON parents.id = locations.parent_id
WHERE locations.warehouse_id = $1 AND locations.code /*among $2 (code text)*/
ORDER BY locations.code
