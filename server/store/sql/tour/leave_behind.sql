DELETE FROM tour_orders
WHERE tour_id = $1
    AND NOT EXISTS (SELECT 1 FROM picks WHERE picks.tour_id = $1 AND picks.order_id = tour_orders.order_id AND picks.picked_base > 0)
