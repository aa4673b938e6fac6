SELECT orders.strategy AS order_strategy, items.strategy AS item_strategy, warehouses.strategy, orders.zones,
    warehouses.layout_version, warehouses.cross_aisles_mm, warehouses.ways
FROM order_lines
JOIN orders ON orders.id = order_lines.order_id
JOIN warehouses ON warehouses.id = orders.warehouse_id
JOIN items ON items.id = order_lines.item_id
WHERE order_lines.id = $1
