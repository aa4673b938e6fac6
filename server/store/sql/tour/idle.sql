SELECT tours.id, tours.wave_id, orders.id, orders.number, orders.status,
    (SELECT CAST(COALESCE(SUM(picked_base), 0) AS BIGINT) FROM order_lines WHERE order_lines.order_id = orders.id),
    handling_units.code, filled.code
FROM tours
JOIN tour_orders ON tour_orders.tour_id = tours.id
JOIN orders ON orders.id = tour_orders.order_id
LEFT JOIN handling_units ON handling_units.id = tour_orders.handling_unit_id
LEFT JOIN handling_units AS filled ON filled.order_id = orders.id AND filled.kind = 'tote'
    AND EXISTS (SELECT 1 FROM stock WHERE stock.handling_unit_id = filled.id)
WHERE tours.id /*among $1 (id uuid)*/ AND tours.status <> 'done'
    AND NOT EXISTS (SELECT 1 FROM picks WHERE picks.tour_id = tours.id AND picks.status = 'open')
ORDER BY tours.id, orders.id, CASE WHEN filled.id = handling_units.id THEN 1 ELSE 0 END, filled.code
