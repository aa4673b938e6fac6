SELECT id, name, address, format, dpi, labels, answers, state, state_at_ms FROM printers WHERE warehouse_id = $1 ORDER BY name
