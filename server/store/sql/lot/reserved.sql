SELECT orders.id, orders.number, order_lines.number, locations.code, reservations.quantity_base
FROM reservations
JOIN order_lines ON order_lines.id = reservations.order_line_id
JOIN orders ON orders.id = order_lines.order_id
JOIN locations ON locations.id = reservations.location_id
WHERE reservations.lot_id = $1 AND reservations.status = 'open' AND orders.warehouse_id = $2
ORDER BY orders.number, order_lines.number, locations.code, reservations.id
