INSERT INTO printers (id, warehouse_id, name, address, format, dpi, labels, answers) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, address = excluded.address, format = excluded.format, dpi = excluded.dpi,
    labels = excluded.labels, answers = excluded.answers
WHERE printers.warehouse_id = excluded.warehouse_id
