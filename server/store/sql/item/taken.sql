SELECT item_codes.code, items.sku FROM item_codes JOIN items ON items.id = item_codes.item_id
WHERE item_codes.owner_id = $1 AND item_codes.code /*among $2 (code text)*/
ORDER BY item_codes.code
