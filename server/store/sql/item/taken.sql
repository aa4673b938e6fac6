SELECT item_codes.code, items.sku FROM item_codes JOIN items ON items.id = item_codes.item_id
WHERE item_codes.owner_id = $1 AND item_codes.code IN (SELECT code FROM /*rows $2 (code text)*/ AS wanted)
ORDER BY item_codes.code
