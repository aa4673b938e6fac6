SELECT m.id, m.reason, m.item_id, m.lot_id, m.quantity_base, m.from_location_id, m.from_handling_unit_id, m.to_location_id,
    m.to_handling_unit_id, EXISTS (SELECT 1 FROM movements AS undoing WHERE undoing.undoes_id = m.id) AS undone,
    items.tracking, items.temperature_class,
    CAST(COALESCE((SELECT MAX((weight_g * 1000 + packagings.quantity_base - 1) / packagings.quantity_base) FROM packagings
        WHERE packagings.item_id = m.item_id), 0) AS BIGINT) AS weight_mg_base,
    CAST(COALESCE((SELECT MAX((length_mm * width_mm * height_mm + packagings.quantity_base - 1) / packagings.quantity_base)
        FROM packagings WHERE packagings.item_id = m.item_id), 0) AS BIGINT) AS volume_mm3_base
FROM movements AS m
JOIN items ON items.id = m.item_id
WHERE m.warehouse_id = $1 AND m.command_id = $2
ORDER BY m.id
