SELECT id, order_id FROM parcels WHERE warehouse_id = $1 AND (sscc = $2 OR tracking_code = $2)
