UPDATE stations SET session_id = $3 WHERE warehouse_id = $1 AND code = $2 RETURNING id, name
