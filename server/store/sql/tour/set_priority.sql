UPDATE tours SET priority = (
    SELECT MAX(orders.priority) FROM tour_orders JOIN orders ON orders.id = tour_orders.order_id WHERE tour_orders.tour_id = tours.id
)
WHERE status = 'open' AND id IN (SELECT tour_id FROM tour_orders WHERE order_id = $1)
