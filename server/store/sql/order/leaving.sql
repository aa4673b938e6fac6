SELECT orders.number, orders.remainder, orders.backorder_of IS NOT NULL,
    CASE WHEN customers.remaining_days_min > orders.remaining_days_min THEN customers.remaining_days_min
        ELSE orders.remaining_days_min END
FROM orders LEFT JOIN customers ON customers.id = orders.customer_id
WHERE orders.id = $1
