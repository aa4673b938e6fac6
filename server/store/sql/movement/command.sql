SELECT command_id FROM movements WHERE warehouse_id = $1 AND id = $2
