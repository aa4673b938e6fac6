SELECT id, sku, remaining_days_min FROM items
WHERE owner_id = $2 AND sku /*among $1 (sku text)*/
