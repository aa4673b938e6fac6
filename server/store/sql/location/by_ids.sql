SELECT id, code, kind, zone_id, pick_sequence, version FROM locations
WHERE id /*among $1 (id uuid)*/
ORDER BY id
