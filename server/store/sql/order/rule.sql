SELECT customers.code,
    CASE WHEN customers.remaining_days_min > orders.remaining_days_min THEN customers.remaining_days_min
        ELSE orders.remaining_days_min END,
    orders.strategy, orders.zones, orders.fill, orders.remainder, whole.number,
    (SELECT MAX(reservations.expires_at_ms) FROM order_lines
        JOIN reservations ON reservations.order_line_id = order_lines.id AND reservations.status = 'open'
        WHERE order_lines.order_id = orders.id)
FROM orders
LEFT JOIN customers ON customers.id = orders.customer_id
LEFT JOIN orders AS whole ON whole.id = orders.backorder_of
WHERE orders.id = $1
