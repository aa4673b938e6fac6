SELECT item_codes.code, item_id, packaging_id FROM item_codes
WHERE owner_id = $1 AND code /*among $2 (code text)*/
ORDER BY item_codes.code
