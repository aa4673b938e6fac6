SELECT item_id, quantity_base FROM packagings
WHERE item_id IN (SELECT id FROM /*rows $1 (id uuid)*/ AS wanted)
ORDER BY item_id, quantity_base
