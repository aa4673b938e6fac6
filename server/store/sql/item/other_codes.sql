SELECT item_codes.item_id, item_codes.code, item_codes.packaging_id FROM item_codes
JOIN items ON items.id = item_codes.item_id
LEFT JOIN packagings ON packagings.id = item_codes.packaging_id
WHERE item_codes.item_id /*among $1 (id uuid)*/
    AND item_codes.code <> items.sku AND (packagings.gtin IS NULL OR item_codes.code <> packagings.gtin)
ORDER BY item_codes.item_id, item_codes.code
