SELECT id, code, name, time_zone, gs1_prefix, address, shift_hours FROM warehouses ORDER BY code
