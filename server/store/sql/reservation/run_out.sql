SELECT DISTINCT orders.id FROM reservations
JOIN order_lines ON order_lines.id = reservations.order_line_id
JOIN orders ON orders.id = order_lines.order_id
WHERE reservations.status = 'open' AND reservations.expires_at_ms IS NOT NULL AND reservations.expires_at_ms <= $2
    AND orders.status = 'new' AND orders.warehouse_id = $1
ORDER BY orders.id
LIMIT $3
