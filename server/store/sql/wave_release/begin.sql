INSERT INTO wave_releases (wave_id, request_key, digest, at_ms) VALUES ($1, $2, $3, $4)
