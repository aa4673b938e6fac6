SELECT order_lines.item_id, CAST(SUM(order_lines.promised_base) AS BIGINT) AS promised_base
FROM order_lines JOIN orders ON orders.id = order_lines.order_id
WHERE orders.warehouse_id = $2 AND order_lines.promised_base > 0
    AND orders.status IN ('new', 'released', 'picking', 'picked')
    AND order_lines.item_id /*among $1 (id uuid)*/
GROUP BY order_lines.item_id
