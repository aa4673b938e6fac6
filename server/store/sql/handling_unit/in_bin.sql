SELECT id, code, kind, order_id FROM handling_units WHERE location_id = $1 ORDER BY code LIMIT 500
