UPDATE badges SET revoked_at_ms = $2 WHERE code = $1 AND revoked_at_ms IS NULL
