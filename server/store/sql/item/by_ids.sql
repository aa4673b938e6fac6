SELECT items.id, items.owner_id, items.sku, items.name, items.unit, items.tracking, items.expires, items.rotation_policy,
    items.shelf_life_days, items.best_before_lead_days, items.removal_lead_days, items.remaining_days_min,
    items.over_receipt_percent, items.arrival_days_min,
    packagings.id AS packaging_id, packagings.name AS packaging, packagings.kind AS packaging_kind, packagings.gtin, packagings.quantity_base AS packaging_base,
    packagings.weight_g
FROM items LEFT JOIN packagings ON packagings.item_id = items.id
WHERE items.id /*among $1 (id uuid)*/
ORDER BY items.id, packagings.quantity_base DESC, packagings.name
