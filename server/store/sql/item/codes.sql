SELECT code, item_id, packaging_id FROM item_codes
WHERE item_id /*among $1 (id uuid)*/
ORDER BY code, item_id
