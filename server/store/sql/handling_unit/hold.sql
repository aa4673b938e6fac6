UPDATE handling_units SET task_id = $2 WHERE id = $1
