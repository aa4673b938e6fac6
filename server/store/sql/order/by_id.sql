SELECT orders.id, orders.number, orders.channel, orders.customer, orders.city, carriers.name AS carrier, orders.status,
    orders.created_at_ms, orders.ship_by, orders.priority, waves.number AS wave, orders.ship_to,
    (SELECT CAST(COUNT(*) AS BIGINT) FROM order_lines WHERE order_lines.order_id = orders.id) AS lines,
    (SELECT CAST(COALESCE(SUM(ordered_base), 0) AS BIGINT) FROM order_lines WHERE order_lines.order_id = orders.id) AS ordered_base,
    (SELECT CAST(COALESCE(SUM(promised_base), 0) AS BIGINT) FROM order_lines WHERE order_lines.order_id = orders.id) AS promised_base,
    (SELECT CAST(COALESCE(SUM(picked_base), 0) AS BIGINT) FROM order_lines WHERE order_lines.order_id = orders.id) AS picked_base
FROM orders
JOIN carriers ON carriers.id = orders.carrier_id
LEFT JOIN wave_orders ON wave_orders.order_id = orders.id
LEFT JOIN waves ON waves.id = wave_orders.wave_id
WHERE orders.id = $1 AND orders.warehouse_id = $2
