WITH mine AS MATERIALIZED (
    SELECT order_id, status FROM picks WHERE tour_id = $1
), tour AS MATERIALIZED (
    SELECT tours.id, tours.number, tours.status, tours.user_id, warehouses.zero_check,
        (SELECT CAST(COUNT(*) AS BIGINT) FROM mine WHERE status IN ('done', 'short')) AS stops_done,
        (SELECT CAST(COUNT(*) AS BIGINT) FROM mine WHERE status <> 'cancelled') AS stops,
        (SELECT locations.id FROM locations WHERE locations.warehouse_id = tours.warehouse_id AND locations.kind = 'transit'
            ORDER BY pick_sequence, code LIMIT 1) AS transit_id,
        (SELECT locations.code FROM locations WHERE locations.warehouse_id = tours.warehouse_id
            AND locations.kind = 'pack_desk' ORDER BY pick_sequence, code LIMIT 1) AS desk
    FROM tours
    JOIN warehouses ON warehouses.id = tours.warehouse_id
    WHERE tours.id = $1
)
SELECT tour.number AS tour, tour.status AS tour_status, tour.user_id, tour_orders.slot, orders.id AS order_id,
    orders.number, orders.status, orders.owner_id, handling_units.id AS tote_id, handling_units.code AS tote,
    -- One look into each tote, never at all that lies in units: an EXISTS may be answered so, and stay so as the stock grows.
    (SELECT 1 FROM stock WHERE stock.handling_unit_id = handling_units.id LIMIT 1) IS NOT NULL AS holds,
    filled.id AS full_id, filled.code AS full_code,
    tour.zero_check, tour.stops_done, tour.stops, tour.transit_id, tour.desk,
    (SELECT CAST(COALESCE(SUM(picked_base), 0) AS BIGINT) FROM order_lines WHERE order_lines.order_id = orders.id) AS picked_base,
    EXISTS (SELECT 1 FROM mine WHERE mine.order_id = orders.id AND mine.status = 'open') AS wanted
FROM tour
JOIN tour_orders ON tour_orders.tour_id = tour.id
JOIN orders ON orders.id = tour_orders.order_id
LEFT JOIN handling_units ON handling_units.id = tour_orders.handling_unit_id
LEFT JOIN handling_units AS filled ON filled.order_id = orders.id AND filled.id <> tour_orders.handling_unit_id
    AND CASE filled.kind
        WHEN 'tote' THEN (SELECT 1 FROM stock WHERE stock.handling_unit_id = filled.id LIMIT 1) IS NOT NULL
        ELSE FALSE
    END
ORDER BY tour_orders.slot, filled.code
