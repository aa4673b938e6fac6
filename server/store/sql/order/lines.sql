SELECT order_lines.number, items.sku, items.name, items.unit, ordered_base, promised_base, picked_base, short_base,
    cancelled_base,
    (SELECT CAST(COALESCE(SUM(quantity_base), 0) AS BIGINT) FROM reservations
        WHERE reservations.order_line_id = order_lines.id AND reservations.status = 'open') AS reserved_base
FROM order_lines JOIN items ON items.id = order_lines.item_id
WHERE order_lines.order_id = $1
ORDER BY order_lines.number
