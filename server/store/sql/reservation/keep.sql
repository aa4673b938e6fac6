UPDATE reservations SET expires_at_ms = NULL WHERE id /*among $1 (id uuid)*/
