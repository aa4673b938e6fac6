SELECT orders.id FROM wave_orders
JOIN orders ON orders.id = wave_orders.order_id
WHERE wave_orders.wave_id = $1 AND orders.status IN ('released', 'picking')
ORDER BY orders.id
LIMIT $2
