SELECT id, sku, remaining_days_min FROM items
WHERE owner_id = $2 AND sku IN (SELECT sku FROM /*rows $1 (sku text)*/ AS wanted)
