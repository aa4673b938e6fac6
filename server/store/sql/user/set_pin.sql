UPDATE users SET pin_hash = $2, failed_logins = 0, locked_until_ms = 0 WHERE id = $1
