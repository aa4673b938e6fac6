SELECT locations.id, zones.code FROM locations JOIN zones ON zones.id = locations.zone_id
WHERE locations.id IN (SELECT id FROM /*rows $1 (id uuid)*/ AS wanted)
