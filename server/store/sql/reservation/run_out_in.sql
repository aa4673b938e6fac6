SELECT DISTINCT orders.warehouse_id FROM reservations
JOIN order_lines ON order_lines.id = reservations.order_line_id
JOIN orders ON orders.id = order_lines.order_id
WHERE reservations.status = 'open' AND reservations.expires_at_ms IS NOT NULL AND reservations.expires_at_ms <= $1
    AND orders.status = 'new'
