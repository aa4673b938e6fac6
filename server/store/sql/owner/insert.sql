INSERT INTO owners (id, code, name, tax_id) VALUES ($1, $2, $3, $4)
