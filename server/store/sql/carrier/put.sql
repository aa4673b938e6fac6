INSERT INTO carriers (id, code, name, tracking_prefix) VALUES ($1, $2, $3, COALESCE($4, ''))
ON CONFLICT (code) DO UPDATE SET name = excluded.name, tracking_prefix = COALESCE($4, carriers.tracking_prefix)
RETURNING id
