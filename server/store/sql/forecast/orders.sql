SELECT carriers.code, carriers.name, cut_offs.minute AS cut_off_min, tours.id AS tour_id, CAST(COUNT(*) AS BIGINT) AS orders,
    CAST(SUM((SELECT COUNT(*) FROM order_lines WHERE order_lines.order_id = orders.id)) AS BIGINT) AS lines
FROM orders
JOIN carriers ON carriers.id = orders.carrier_id
LEFT JOIN cut_offs ON cut_offs.warehouse_id = orders.warehouse_id AND cut_offs.carrier_id = orders.carrier_id
LEFT JOIN tour_orders ON tour_orders.order_id = orders.id
LEFT JOIN tours ON tours.id = tour_orders.tour_id AND tours.status IN ('open', 'claimed')
WHERE orders.warehouse_id = $1 AND orders.status IN ('new', 'released', 'picking') AND orders.ship_by <= $2
    AND (tours.id IS NOT NULL OR orders.status = 'new')
GROUP BY carriers.code, carriers.name, cut_offs.minute, tours.id
ORDER BY cut_offs.minute NULLS LAST, carriers.code, tours.id
