SELECT id, item_id, name, gtin, quantity_base, weight_g FROM packagings
WHERE item_id IN (SELECT id FROM /*rows $1 (id uuid)*/ AS wanted)
ORDER BY item_id, quantity_base DESC, name
