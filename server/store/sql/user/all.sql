SELECT users.id, login, name, language, active,
    (SELECT COALESCE(string_agg(role, ','), '') FROM role_grants
        WHERE role_grants.user_id = users.id AND role_grants.warehouse_id = $1) AS roles,
    (SELECT COALESCE(string_agg(code, ','), '') FROM badges
        WHERE badges.user_id = users.id AND revoked_at_ms IS NULL) AS badges
FROM users
WHERE EXISTS (SELECT 1 FROM role_grants WHERE role_grants.user_id = users.id AND role_grants.warehouse_id = $1)
ORDER BY login
