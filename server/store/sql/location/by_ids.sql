SELECT id, code, kind, zone_id, pick_sequence, version FROM locations
WHERE id IN (SELECT id FROM /*rows $1 (id uuid)*/ AS wanted)
ORDER BY id
