SELECT role FROM role_grants WHERE user_id = $1 AND warehouse_id = $2 ORDER BY role
