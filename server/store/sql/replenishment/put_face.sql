INSERT INTO pick_faces (location_id, item_id, min_base, max_base) VALUES ($1, $2, $3, $4)
ON CONFLICT (location_id, item_id) DO UPDATE SET min_base = excluded.min_base, max_base = excluded.max_base
