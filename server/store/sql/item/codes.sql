SELECT code, item_id, packaging_id FROM item_codes
WHERE item_id IN (SELECT id FROM /*rows $1 (id uuid)*/ AS wanted)
ORDER BY code, item_id
