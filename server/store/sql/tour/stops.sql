WITH walk AS MATERIALIZED (
    SELECT picks.id, picks.status, picks.sequence, locations.pick_sequence, reservations.location_id
    FROM picks
    JOIN reservations ON reservations.id = picks.reservation_id
    JOIN locations ON locations.id = reservations.location_id
    WHERE picks.tour_id = $1 AND picks.status IN ('open', 'cancelled')
), shown AS (
    -- A bare parameter here would have SQLite plan the whole statement anew at each scan, for just this limit.
    SELECT id FROM (
        SELECT id FROM walk WHERE status = 'open'
        -- What is in hand comes first.
        ORDER BY CASE WHEN id = $3 THEN 0 ELSE 1 END, sequence, pick_sequence, id LIMIT CAST($2 AS BIGINT)
    ) AS next
    UNION ALL
    SELECT id FROM walk WHERE status = 'cancelled'
)
SELECT picks.id AS pick_id, picks.status = 'cancelled' AS cancelled,
    picks.status = 'cancelled' AND EXISTS (
        SELECT 1 FROM walk WHERE walk.status = 'open' AND walk.location_id = reservations.location_id
    ) AS bin_wanted, orders.number AS order_number,
    picks.sequence, picks.skips, picks.order_id, picks.order_line_id, picks.reservation_id,
    (SELECT CAST(COALESCE(SUM(on_hand_base), 0) AS BIGINT) FROM stock WHERE stock.location_id = reservations.location_id)
        AS bin_base,
    picks.quantity_base AS planned_base, reservations.quantity_base, reservations.location_id,
    reservations.handling_unit_id, locations.code AS bin, locations.kind = 'pick_face' AS is_face, locations.pick_sequence,
    COALESCE(zones.name, '') AS zone, lots.id AS lot_id, lots.code AS lot, lots.implicit, lots.expiry, lots.received_on, lots.status AS lot_status,
    items.id AS item_id, items.owner_id, items.sku, items.name, items.unit, items.handling, items.tracking, items.expires,
    items.rotation_policy, items.shelf_life_days, items.best_before_lead_days, items.removal_lead_days, items.remaining_days_min,
    CASE WHEN customers.remaining_days_min > orders.remaining_days_min THEN customers.remaining_days_min
        ELSE orders.remaining_days_min END AS order_days_min, packagings.id AS packaging_id, packagings.name AS packaging, packagings.kind AS packaging_kind,
    packagings.gtin, packagings.quantity_base AS packaging_base, packagings.weight_g
FROM shown
JOIN picks ON picks.id = shown.id
JOIN reservations ON reservations.id = picks.reservation_id
JOIN locations ON locations.id = reservations.location_id
LEFT JOIN zones ON zones.id = locations.zone_id
JOIN lots ON lots.id = reservations.lot_id
JOIN items ON items.id = lots.item_id
JOIN orders ON orders.id = picks.order_id
LEFT JOIN customers ON customers.id = orders.customer_id
LEFT JOIN packagings ON packagings.item_id = items.id
ORDER BY picks.sequence, locations.pick_sequence, picks.id, packagings.quantity_base DESC, packagings.name
