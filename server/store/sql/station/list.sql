SELECT stations.id, stations.code, stations.name, stations.seen_at_ms, stations.devices, users.name AS operator
FROM stations
LEFT JOIN sessions ON sessions.id = stations.session_id AND sessions.ended_at_ms IS NULL AND sessions.expires_at_ms > $2
LEFT JOIN users ON users.id = sessions.user_id
WHERE stations.warehouse_id = $1
ORDER BY stations.code
