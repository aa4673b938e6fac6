SELECT id, code, name, time_zone, gs1_prefix, address, shift_hours FROM warehouses
WHERE id IN (SELECT warehouse_id FROM role_grants WHERE user_id = $1)
ORDER BY code
