INSERT INTO station_printers (station_id, label, printer_id)
SELECT $1, $2, id FROM printers WHERE id = $3 AND warehouse_id = $4
