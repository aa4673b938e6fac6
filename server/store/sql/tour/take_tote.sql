UPDATE handling_units SET order_id = $2, location_id = $3 WHERE id = $1 AND order_id IS NULL
