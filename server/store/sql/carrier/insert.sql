INSERT INTO carriers (id, code, name, tracking_prefix) VALUES ($1, $2, $3, $4)
