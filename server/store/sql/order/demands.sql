WITH asked AS (
    SELECT orders.id, orders.strategy, orders.zones, warehouses.strategy AS house,
        CASE WHEN customers.remaining_days_min > orders.remaining_days_min THEN customers.remaining_days_min
            ELSE orders.remaining_days_min END AS remaining_days_min
    FROM orders
    JOIN warehouses ON warehouses.id = orders.warehouse_id
    LEFT JOIN customers ON customers.id = orders.customer_id
    WHERE orders.id /*among $1 (id uuid)*/
)
SELECT order_lines.id, order_lines.order_id, order_lines.item_id,
    ordered_base - picked_base - short_base - cancelled_base - (
        SELECT CAST(COALESCE(SUM(reservations.quantity_base), 0) AS BIGINT) FROM reservations
        WHERE reservations.order_line_id = order_lines.id AND reservations.status = 'open'
    ) AS quantity_base,
    CASE WHEN items.remaining_days_min > asked.remaining_days_min THEN items.remaining_days_min
        ELSE asked.remaining_days_min END AS remaining_days_min,
    asked.strategy AS order_strategy, items.strategy AS item_strategy, asked.house AS strategy, asked.zones
FROM order_lines
JOIN asked ON asked.id = order_lines.order_id
JOIN items ON items.id = order_lines.item_id
ORDER BY order_lines.order_id, order_lines.number
