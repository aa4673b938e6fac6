SELECT id, name, address, format, dpi, labels, answers, state, state_at_ms FROM printers WHERE id = $1
/*lock*/
