SELECT number, status FROM waves WHERE id = $1 AND warehouse_id = $2
