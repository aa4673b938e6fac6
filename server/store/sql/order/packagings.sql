SELECT item_id, quantity_base FROM packagings
WHERE item_id /*among $1 (id uuid)*/
ORDER BY item_id, quantity_base
