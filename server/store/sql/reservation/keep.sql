UPDATE reservations SET expires_at_ms = NULL WHERE id IN (SELECT id FROM /*rows $1 (id uuid)*/ AS held)
