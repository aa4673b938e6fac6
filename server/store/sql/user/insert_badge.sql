INSERT INTO badges (code, user_id, issued_at_ms, revoked_at_ms) VALUES ($1, $2, $3, NULL)
