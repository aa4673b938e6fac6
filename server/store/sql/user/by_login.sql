SELECT id, login, pin_hash, password_hash, active, failed_logins, locked_until_ms FROM users WHERE login = $1
