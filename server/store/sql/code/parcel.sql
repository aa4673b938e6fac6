SELECT id, order_id FROM parcels WHERE warehouse_id = $1 AND tracking_code = $2
