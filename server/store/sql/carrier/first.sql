SELECT id, code, name, tracking_prefix FROM carriers ORDER BY id LIMIT 1
