SELECT orders.id FROM orders
JOIN carriers ON carriers.id = orders.carrier_id
LEFT JOIN cut_offs ON cut_offs.warehouse_id = orders.warehouse_id AND cut_offs.carrier_id = orders.carrier_id
WHERE orders.warehouse_id = $1 AND orders.status = 'new'
    AND ($3 = 0 OR carriers.code /*among $4 (code text)*/)
    AND ($5 = 0 OR orders.channel /*among $6 (code text)*/)
    AND ($7 IS NULL OR orders.priority >= $7) AND ($8 IS NULL OR orders.ship_by <= $8)
    AND (EXISTS (
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
ORDER BY orders.ship_by NULLS LAST, cut_offs.minute NULLS LAST, orders.priority DESC, orders.created_at_ms, orders.id
LIMIT $2
