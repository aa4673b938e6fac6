SELECT id FROM counts WHERE location_id = $1 AND status IN ('open', 'counted')
/*lock*/
