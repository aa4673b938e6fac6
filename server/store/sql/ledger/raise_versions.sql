UPDATE locations SET version = version + 1
WHERE kind <> 'transit' AND id /*among $1 (id uuid)*/
