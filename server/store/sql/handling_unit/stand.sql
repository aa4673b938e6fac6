UPDATE handling_units SET location_id = $2, task_id = NULL WHERE id = $1
