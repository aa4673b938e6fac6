SELECT handling_units.code, COALESCE(orders.number, ''), COUNT(*) OVER ()
FROM handling_units
LEFT JOIN orders ON orders.id = handling_units.order_id
WHERE handling_units.id IN (
        SELECT handling_unit_id FROM put_backs WHERE warehouse_id = $1 AND done_base < quantity_base
    )
    AND NOT EXISTS (SELECT 1 FROM tour_orders JOIN tours ON tours.id = tour_orders.tour_id
        WHERE tour_orders.order_id = handling_units.order_id AND tours.status <> 'done')
    AND NOT EXISTS (SELECT 1 FROM tasks
        WHERE tasks.id = handling_units.task_id AND tasks.status = 'open' AND tasks.id <> $2)
ORDER BY handling_units.code
LIMIT $3
