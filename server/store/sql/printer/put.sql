INSERT INTO printers (id, warehouse_id, name, address, format, dpi, labels) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, address = excluded.address, format = excluded.format, dpi = excluded.dpi,
    labels = excluded.labels
WHERE printers.warehouse_id = excluded.warehouse_id
