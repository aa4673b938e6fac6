DELETE FROM station_printers WHERE station_id = $1
