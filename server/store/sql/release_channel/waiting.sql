SELECT carriers.code, orders.channel, orders.priority, orders.ship_by, CAST(COUNT(*) AS BIGINT) AS orders
FROM orders
JOIN carriers ON carriers.id = orders.carrier_id
WHERE orders.warehouse_id = $1 AND orders.status = 'new'
GROUP BY carriers.code, orders.channel, orders.priority, orders.ship_by
