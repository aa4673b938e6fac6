SELECT id, tax_id FROM owners ORDER BY id
