SELECT customers.code,
    CASE WHEN customers.remaining_days_min > orders.remaining_days_min THEN customers.remaining_days_min
        ELSE orders.remaining_days_min END,
    orders.strategy, orders.zones, orders.fill, orders.remainder, whole.number
FROM orders
LEFT JOIN customers ON customers.id = orders.customer_id
LEFT JOIN orders AS whole ON whole.id = orders.backorder_of
WHERE orders.id = $1
