SELECT orders.id FROM orders
WHERE orders.warehouse_id = $1 AND orders.status = 'new' AND (EXISTS (
    SELECT 1 FROM order_lines
    JOIN reservations ON reservations.order_line_id = order_lines.id AND reservations.status = 'open'
    WHERE order_lines.order_id = orders.id
) OR EXISTS (
    SELECT 1 FROM order_lines
    JOIN stock ON stock.item_id = order_lines.item_id AND stock.warehouse_id = orders.warehouse_id
    JOIN locations ON locations.id = stock.location_id
    WHERE order_lines.order_id = orders.id AND stock.on_hand_base > stock.reserved_base
        AND locations.kind IN ('storage', 'pick_face')
        AND order_lines.ordered_base > order_lines.picked_base + order_lines.short_base + order_lines.cancelled_base
))
ORDER BY orders.ship_by NULLS LAST, orders.created_at_ms, orders.id
LIMIT $2
