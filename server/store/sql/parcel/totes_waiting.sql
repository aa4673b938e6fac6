SELECT handling_units.code FROM orders
JOIN handling_units ON handling_units.order_id = orders.id AND handling_units.kind = 'tote'
WHERE orders.warehouse_id = $1 AND orders.status IN ('picked', 'packing')
    AND EXISTS (SELECT 1 FROM stock WHERE stock.handling_unit_id = handling_units.id)
ORDER BY orders.created_at_ms, orders.id, handling_units.code
LIMIT $2
