UPDATE locations SET count_id = $2 WHERE id = $1
