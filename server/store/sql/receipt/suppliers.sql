SELECT id, name, tax_id FROM suppliers
