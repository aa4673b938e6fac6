SELECT id, name, address, format, dpi, labels FROM printers WHERE id = $1
/*lock*/
