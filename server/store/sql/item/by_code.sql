SELECT items.id, items.owner_id, sku, name, unit, tracking, expires, rotation_policy, shelf_life_days, best_before_lead_days,
    removal_lead_days, remaining_days_min,
    item_codes.packaging_id
FROM item_codes JOIN items ON items.id = item_codes.item_id
WHERE item_codes.code = $1 AND ($2 IS NULL OR item_codes.owner_id = $2)
ORDER BY items.id
LIMIT 2
