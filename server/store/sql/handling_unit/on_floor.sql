WITH RECURSIVE inside (id) AS (
    SELECT id FROM handling_units WHERE id = $1
    UNION
    SELECT handling_units.id FROM inside JOIN handling_units ON handling_units.parent_id = inside.id
)
SELECT handling_units.code, locations.id AS location_id, locations.code AS location, locations.kind = 'dock' AS at_dock,
    handling_units.task_id, CASE WHEN tasks.status = 'open' THEN users.name END AS holder,
    inside.id AS unit_id, stock.item_id, stock.lot_id, lots.code AS lot, lots.implicit, lots.expiry, stock.on_hand_base,
    items.temperature_class, items.abc_class,
    CAST(COALESCE((SELECT MAX((weight_g * 1000 + quantity_base - 1) / quantity_base) FROM packagings WHERE packagings.item_id = stock.item_id), 0) AS BIGINT) AS weight_mg_base,
    CAST(COALESCE((SELECT MAX((length_mm * width_mm * height_mm + quantity_base - 1) / quantity_base) FROM packagings
        WHERE packagings.item_id = stock.item_id), 0) AS BIGINT) AS volume_mm3_base
FROM handling_units
JOIN locations ON locations.id = handling_units.location_id
JOIN inside ON TRUE
LEFT JOIN tasks ON tasks.id = handling_units.task_id
LEFT JOIN users ON users.id = tasks.user_id
LEFT JOIN stock ON stock.handling_unit_id = inside.id
LEFT JOIN items ON items.id = stock.item_id
LEFT JOIN lots ON lots.id = stock.lot_id
WHERE handling_units.id = $1
ORDER BY stock.item_id, lots.expiry, lots.code
