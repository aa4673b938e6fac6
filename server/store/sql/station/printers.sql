SELECT station_printers.station_id, station_printers.label, station_printers.printer_id
FROM station_printers JOIN stations ON stations.id = station_printers.station_id
WHERE stations.warehouse_id = $1
ORDER BY station_printers.label
