UPDATE items SET name = new.name, search = new.search, unit = new.unit, tracking = new.tracking, expires = new.expires,
    rotation_policy = new.rotation_policy, shelf_life_days = new.shelf_life_days,
    best_before_lead_days = new.best_before_lead_days, removal_lead_days = new.removal_lead_days,
    remaining_days_min = new.remaining_days_min, over_receipt_percent = new.over_receipt_percent,
    arrival_days_min = new.arrival_days_min, abc_class = new.abc_class, temperature_class = new.temperature_class,
    strategy = new.strategy, handling = new.handling
FROM /*rows $1 (id uuid, name text, search text, unit text, tracking text, expires boolean,
    rotation_policy text, shelf_life_days bigint, best_before_lead_days bigint, removal_lead_days bigint,
    remaining_days_min bigint, over_receipt_percent bigint, arrival_days_min bigint, abc_class text, temperature_class text, strategy text,
    handling text)*/ AS new
WHERE items.id = new.id
