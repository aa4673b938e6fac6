SELECT code FROM locations
WHERE warehouse_id = $1 AND code IN (SELECT code FROM /*rows $2 (code text)*/ AS wanted)
ORDER BY code
