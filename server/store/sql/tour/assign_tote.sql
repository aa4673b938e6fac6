UPDATE tour_orders SET handling_unit_id = $3 WHERE tour_id = $1 AND order_id = $2 AND handling_unit_id IS NULL
