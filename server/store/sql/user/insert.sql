INSERT INTO users (id, login, name, language, pin_hash, password_hash, active, failed_logins, locked_until_ms)
VALUES ($1, $2, $3, $4, $5, $6, TRUE, 0, 0)
