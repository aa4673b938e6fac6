SELECT login, name FROM users
WHERE id = $1 AND EXISTS (SELECT 1 FROM role_grants WHERE user_id = $1 AND warehouse_id = $2)
