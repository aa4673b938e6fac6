SELECT users.id, users.name FROM badges JOIN users ON users.id = badges.user_id
WHERE badges.code = $1 AND revoked_at_ms IS NULL
    AND EXISTS (SELECT 1 FROM role_grants WHERE role_grants.user_id = users.id AND warehouse_id = $2)
