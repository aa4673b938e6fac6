SELECT item_codes.code, item_id, packaging_id FROM item_codes
WHERE owner_id = $1 AND code IN (SELECT code FROM /*rows $2 (code text)*/ AS wanted)
ORDER BY item_codes.code
