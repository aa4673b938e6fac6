INSERT INTO items (id, owner_id, sku, name, search, unit, tracking, expires, rotation_policy, shelf_life_days,
    best_before_lead_days, removal_lead_days, remaining_days_min, over_receipt_percent, arrival_days_min, abc_class, temperature_class, strategy,
    handling)
SELECT id, owner_id, sku, name, search, unit, tracking, expires, rotation_policy, shelf_life_days,
    best_before_lead_days, removal_lead_days, remaining_days_min, over_receipt_percent, arrival_days_min, abc_class, temperature_class, strategy,
    handling
FROM /*rows $1 (id uuid, owner_id uuid, sku text, name text, search text, unit text, tracking text, expires boolean,
    rotation_policy text, shelf_life_days bigint, best_before_lead_days bigint, removal_lead_days bigint,
    remaining_days_min bigint, over_receipt_percent bigint, arrival_days_min bigint, abc_class text, temperature_class text, strategy text,
    handling text)*/ AS item
