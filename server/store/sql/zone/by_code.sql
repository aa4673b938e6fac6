SELECT id FROM zones WHERE warehouse_id = $1 AND code = $2
