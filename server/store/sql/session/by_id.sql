SELECT sessions.id, users.id AS user_id, sessions.warehouse_id, users.name, users.language, sessions.device,
    warehouses.time_zone, sessions.expires_at_ms, users.login,
    COALESCE((SELECT string_agg(role, ',' ORDER BY role) FROM role_grants
        WHERE role_grants.user_id = users.id AND role_grants.warehouse_id = sessions.warehouse_id), '') AS roles,
    warehouses.name AS warehouse, sessions.station_id
FROM sessions
JOIN users ON users.id = sessions.user_id
JOIN warehouses ON warehouses.id = sessions.warehouse_id
WHERE sessions.id = $1 AND ended_at_ms IS NULL AND expires_at_ms > $2 AND users.active
