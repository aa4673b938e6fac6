SELECT id, code, name, tracking_prefix FROM carriers WHERE code = $1
