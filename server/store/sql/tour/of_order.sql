SELECT tours.id FROM tours
JOIN tour_orders ON tour_orders.tour_id = tours.id
WHERE tour_orders.order_id = $1 AND tours.status <> 'done'
ORDER BY tours.id DESC
LIMIT 1
