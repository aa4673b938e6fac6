SELECT id, name FROM stations WHERE warehouse_id = $1 AND code = $2
