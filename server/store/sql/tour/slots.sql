SELECT tours.number AS tour, tours.status AS tour_status, tours.user_id, tour_orders.slot, orders.id AS order_id,
    orders.number, orders.status, orders.owner_id, handling_units.id AS tote_id, handling_units.code AS tote,
    warehouses.zero_check,
    (SELECT CAST(COALESCE(SUM(picked_base), 0) AS BIGINT) FROM order_lines WHERE order_lines.order_id = orders.id) AS picked_base,
    (SELECT CAST(COUNT(*) AS BIGINT) FROM picks WHERE picks.tour_id = tours.id AND picks.status IN ('done', 'short')) AS stops_done,
    (SELECT CAST(COUNT(*) AS BIGINT) FROM picks WHERE picks.tour_id = tours.id AND picks.status <> 'cancelled') AS stops,
    (SELECT locations.id FROM locations WHERE locations.warehouse_id = tours.warehouse_id AND locations.kind = 'transit'
        ORDER BY pick_sequence, code LIMIT 1) AS transit_id,
    (SELECT locations.code FROM locations WHERE locations.warehouse_id = tours.warehouse_id
        AND locations.kind = 'pack_desk' ORDER BY pick_sequence, code LIMIT 1) AS desk
FROM tours
JOIN warehouses ON warehouses.id = tours.warehouse_id
JOIN tour_orders ON tour_orders.tour_id = tours.id
JOIN orders ON orders.id = tour_orders.order_id
LEFT JOIN handling_units ON handling_units.id = tour_orders.handling_unit_id
WHERE tours.id = $1
ORDER BY tour_orders.slot
