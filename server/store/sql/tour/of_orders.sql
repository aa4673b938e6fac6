SELECT DISTINCT tours.id FROM tours
JOIN tour_orders ON tour_orders.tour_id = tours.id
WHERE tour_orders.order_id /*among $1 (id uuid)*/ AND tours.status <> 'done'
