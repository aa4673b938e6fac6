SELECT locations.code AS bin, zones.name AS zone, COALESCE(locations.kind = 'dock', FALSE) AS at_dock,
    parents.code AS stands_on, orders.number AS order_number
FROM handling_units
LEFT JOIN locations ON locations.id = handling_units.location_id
LEFT JOIN zones ON zones.id = locations.zone_id
LEFT JOIN handling_units AS parents ON parents.id = handling_units.parent_id
LEFT JOIN orders ON orders.id = handling_units.order_id
WHERE handling_units.id = $1
