SELECT id, name, address, format, dpi, labels FROM printers WHERE warehouse_id = $1 ORDER BY name
