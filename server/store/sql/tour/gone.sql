-- What may come back: as much as its line counts as picked, and as lies in the tote and is not asked back from there.
WITH posted AS MATERIALIZED (
    SELECT picks.id, wanted.tote_id, order_lines.picked_base,
        (SELECT CAST(COALESCE(SUM(stock.on_hand_base), 0) AS BIGINT) FROM stock
            WHERE stock.handling_unit_id = wanted.tote_id AND stock.lot_id = reservations.lot_id)
        - (SELECT CAST(COALESCE(SUM(put_backs.quantity_base - put_backs.done_base), 0) AS BIGINT) FROM put_backs
            WHERE put_backs.handling_unit_id = wanted.tote_id AND put_backs.lot_id = reservations.lot_id) AS in_tote_base,
        units.id IS NULL OR units.location_id = reservations.location_id AS stands
    FROM /*rows $2 (pick_id uuid, tote_id uuid)*/ AS wanted
    JOIN picks ON picks.id = wanted.pick_id
    JOIN order_lines ON order_lines.id = picks.order_line_id
    JOIN reservations ON reservations.id = picks.reservation_id
    LEFT JOIN handling_units AS units ON units.id = reservations.handling_unit_id
    WHERE picks.tour_id = $1 AND picks.status <> 'cancelled'
)
SELECT picks.id AS pick_id, FALSE AS cancelled, FALSE AS bin_wanted, orders.number AS order_number,
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
    packagings.gtin, packagings.quantity_base AS packaging_base, packagings.weight_g,
    posted.tote_id, CASE WHEN NOT posted.stands THEN CAST(0 AS BIGINT)
        WHEN posted.in_tote_base < posted.picked_base THEN posted.in_tote_base ELSE posted.picked_base END AS returnable_base
FROM posted
JOIN picks ON picks.id = posted.id
JOIN reservations ON reservations.id = picks.reservation_id
JOIN locations ON locations.id = reservations.location_id
LEFT JOIN zones ON zones.id = locations.zone_id
JOIN lots ON lots.id = reservations.lot_id
JOIN items ON items.id = lots.item_id
JOIN orders ON orders.id = picks.order_id
LEFT JOIN customers ON customers.id = orders.customer_id
LEFT JOIN packagings ON packagings.item_id = items.id
ORDER BY picks.id, posted.tote_id, packagings.quantity_base DESC, packagings.name
