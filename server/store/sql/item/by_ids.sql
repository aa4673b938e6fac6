SELECT items.id, items.owner_id, sku, name, unit, tracking, expires, rotation_policy, shelf_life_days, best_before_lead_days,
    removal_lead_days, remaining_days_min
FROM items WHERE items.id IN (SELECT id FROM /*rows $1 (id uuid)*/ AS wanted)
ORDER BY items.id
