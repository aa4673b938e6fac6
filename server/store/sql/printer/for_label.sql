SELECT printers.id, printers.name FROM printers
LEFT JOIN (
    station_printers
    JOIN stations ON stations.id = station_printers.station_id
    JOIN sessions ON sessions.id = stations.session_id AND sessions.user_id = $3 AND sessions.ended_at_ms IS NULL
) ON station_printers.printer_id = printers.id AND station_printers.label = $2
WHERE printers.warehouse_id = $1
    AND (stations.id IS NOT NULL OR (',' || printers.labels || ',') LIKE ('%,' || $2 || ',%'))
ORDER BY CASE WHEN stations.id IS NULL THEN 1 ELSE 0 END, printers.name
LIMIT 1
