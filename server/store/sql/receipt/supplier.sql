INSERT INTO suppliers (id, name, tax_id) VALUES ($1, $2, $3)
ON CONFLICT (tax_id) DO UPDATE SET name = excluded.name
RETURNING id
