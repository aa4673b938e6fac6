UPDATE locations SET version = version + 1
WHERE kind <> 'transit' AND id IN (SELECT id FROM /*rows $1 (id uuid)*/ AS touched)
