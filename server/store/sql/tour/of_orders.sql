SELECT DISTINCT tours.id FROM tours
JOIN tour_orders ON tour_orders.tour_id = tours.id
WHERE tour_orders.order_id IN (SELECT id FROM /*rows $1 (id uuid)*/ AS wanted) AND tours.status <> 'done'
