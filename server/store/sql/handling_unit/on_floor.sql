SELECT handling_units.code, locations.id AS location_id, locations.code AS location, locations.kind = 'dock' AS at_dock,
    handling_units.task_id, CASE WHEN tasks.status = 'open' THEN users.name END AS holder,
    stock.item_id, stock.lot_id, lots.code AS lot, lots.implicit, lots.expiry, stock.on_hand_base
FROM handling_units
JOIN locations ON locations.id = handling_units.location_id
LEFT JOIN tasks ON tasks.id = handling_units.task_id
LEFT JOIN users ON users.id = tasks.user_id
LEFT JOIN stock ON stock.handling_unit_id = handling_units.id
LEFT JOIN lots ON lots.id = stock.lot_id
WHERE handling_units.id = $1
ORDER BY stock.item_id, lots.expiry, lots.code
