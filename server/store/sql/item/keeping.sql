SELECT items.id, items.temperature_class, items.abc_class, items.strategy, items.handling, packagings.id AS packaging_id,
    packagings.length_mm, packagings.width_mm, packagings.height_mm
FROM items LEFT JOIN packagings ON packagings.item_id = items.id
WHERE items.id /*among $1 (id uuid)*/
