SELECT order_lines.id, order_lines.order_id, order_lines.item_id,
    ordered_base - picked_base - short_base - cancelled_base AS open_base,
    CASE WHEN items.remaining_days_min > orders.remaining_days_min THEN items.remaining_days_min
        ELSE orders.remaining_days_min END AS remaining_days_min
FROM order_lines
JOIN orders ON orders.id = order_lines.order_id
JOIN items ON items.id = order_lines.item_id
WHERE order_lines.order_id IN (SELECT id FROM /*rows $1 (id uuid)*/ AS wanted)
ORDER BY order_lines.order_id, order_lines.number
