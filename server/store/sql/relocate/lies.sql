WITH RECURSIVE inside (id) AS (
    SELECT id FROM handling_units WHERE id = $2
    UNION
    SELECT handling_units.id FROM inside JOIN handling_units ON handling_units.parent_id = inside.id
),
here AS (
    SELECT stock.location_id, stock.handling_unit_id, stock.lot_id, stock.item_id, stock.on_hand_base, stock.reserved_base
    FROM stock
    WHERE stock.location_id = $1 AND (
        stock.handling_unit_id IN (SELECT id FROM inside)
        OR ($2 = $5 AND (stock.item_id = $3 OR stock.lot_id /*among $4 (id uuid)*/))
    )
)
SELECT here.location_id, here.handling_unit_id, here.lot_id, here.on_hand_base, here.reserved_base,
    lots.code AS lot, lots.implicit, lots.expiry, lots.received_on, lots.status,
    handling_units.order_id IS NOT NULL
        OR EXISTS (SELECT 1 FROM parcels WHERE parcels.handling_unit_id = here.handling_unit_id) AS is_of_order,
    CAST(COALESCE((
        SELECT SUM(put_backs.quantity_base - put_backs.done_base) FROM put_backs
        WHERE put_backs.handling_unit_id = here.handling_unit_id AND put_backs.lot_id = here.lot_id
    ), 0) AS BIGINT) AS back_base,
    (
        SELECT reservations.location_id
        FROM put_backs
        JOIN reservations ON reservations.order_line_id = put_backs.order_line_id AND reservations.lot_id = put_backs.lot_id
        WHERE put_backs.handling_unit_id = here.handling_unit_id AND put_backs.lot_id = here.lot_id
            AND put_backs.done_base < put_backs.quantity_base
        ORDER BY reservations.id LIMIT 1
    ) AS origin_id,
    items.temperature_class,
    CAST(COALESCE((SELECT MAX((weight_g * 1000 + quantity_base - 1) / quantity_base) FROM packagings
        WHERE packagings.item_id = here.item_id), 0) AS BIGINT) AS weight_mg_base,
    CAST(COALESCE((SELECT MAX((length_mm * width_mm * height_mm + quantity_base - 1) / quantity_base) FROM packagings
        WHERE packagings.item_id = here.item_id), 0) AS BIGINT) AS volume_mm3_base,
    items.id, items.owner_id, items.sku, items.name, items.unit, items.tracking, items.expires, items.rotation_policy,
    items.shelf_life_days, items.best_before_lead_days, items.removal_lead_days, items.remaining_days_min,
    packagings.id AS packaging_id, packagings.name AS packaging, packagings.kind AS packaging_kind, packagings.gtin, packagings.quantity_base AS packaging_base,
    packagings.weight_g
FROM here
JOIN lots ON lots.id = here.lot_id
JOIN items ON items.id = here.item_id
LEFT JOIN packagings ON packagings.item_id = here.item_id
LEFT JOIN handling_units ON handling_units.id = here.handling_unit_id
ORDER BY items.name, lots.expiry IS NULL, lots.expiry, lots.code, here.lot_id, here.handling_unit_id,
    packagings.quantity_base DESC, packagings.name
