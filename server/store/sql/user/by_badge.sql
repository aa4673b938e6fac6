SELECT users.id, login, pin_hash, password_hash, active, failed_logins, locked_until_ms
FROM badges JOIN users ON users.id = badges.user_id
WHERE badges.code = $1 AND revoked_at_ms IS NULL
