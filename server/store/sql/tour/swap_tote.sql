UPDATE tour_orders SET handling_unit_id = $4 WHERE tour_id = $1 AND order_id = $2 AND handling_unit_id = $3
