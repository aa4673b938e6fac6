SELECT sessions.id, users.id AS user_id, sessions.warehouse_id, users.name, users.language, sessions.device,
    warehouses.time_zone, sessions.expires_at_ms, users.login, sessions.station_id
FROM sessions
JOIN users ON users.id = sessions.user_id
JOIN warehouses ON warehouses.id = sessions.warehouse_id
WHERE sessions.id = $1 AND ended_at_ms IS NULL AND expires_at_ms > $2 AND users.active
