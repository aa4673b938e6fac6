SELECT code FROM zones WHERE warehouse_id = $1 ORDER BY code
