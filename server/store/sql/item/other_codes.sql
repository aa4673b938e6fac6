SELECT item_codes.item_id, item_codes.code FROM item_codes JOIN items ON items.id = item_codes.item_id
WHERE item_codes.item_id IN (SELECT id FROM /*rows $1 (id uuid)*/ AS wanted)
    AND item_codes.packaging_id IS NULL AND item_codes.code <> items.sku
ORDER BY item_codes.item_id, item_codes.code
