INSERT INTO sessions (id, user_id, warehouse_id, kind, token_hash, device, created_at_ms, expires_at_ms, ended_at_ms, station_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, $9)
