SELECT locations.id, zones.code FROM locations JOIN zones ON zones.id = locations.zone_id
WHERE locations.id /*among $1 (id uuid)*/
