SELECT items.id, items.owner_id, sku, name, unit, tracking, expires, rotation_policy, shelf_life_days, best_before_lead_days,
    removal_lead_days, remaining_days_min
FROM items
WHERE ($1 = '' OR items.search LIKE $1 ESCAPE '\'
        OR items.id IN (SELECT item_id FROM item_codes WHERE code = $2))
    AND (items.sku, items.id) > ($3, $4)
ORDER BY items.sku, items.id
LIMIT $5
