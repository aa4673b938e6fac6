-- Each figure that a subject (an item, a lot or a location) stands in: what its table says, beside the sum of what is behind it.
SELECT locations.code AS location, locations.kind, handling_units.code AS unit_code, items.sku, items.unit, lots.code AS lot,
    figures.on_hand_base, figures.moved_base, figures.reserved_base, figures.kept_base
FROM (
    SELECT location_id, lot_id, handling_unit_id, CAST(SUM(on_hand_base) AS BIGINT) AS on_hand_base,
        CAST(SUM(moved_base) AS BIGINT) AS moved_base, CAST(SUM(reserved_base) AS BIGINT) AS reserved_base,
        CAST(SUM(kept_base) AS BIGINT) AS kept_base
    FROM (
        SELECT to_location_id AS location_id, lot_id, to_handling_unit_id AS handling_unit_id, 0 AS on_hand_base,
            quantity_base AS moved_base, 0 AS reserved_base, 0 AS kept_base
        FROM movements WHERE warehouse_id = $1 AND (item_id = $2 OR lot_id = $2 OR to_location_id = $2)
        UNION ALL
        SELECT from_location_id, lot_id, from_handling_unit_id, 0, -quantity_base, 0, 0
        FROM movements WHERE warehouse_id = $1 AND (item_id = $2 OR lot_id = $2 OR from_location_id = $2)
        UNION ALL
        SELECT location_id, lot_id, handling_unit_id, on_hand_base, 0, reserved_base, 0
        FROM stock WHERE warehouse_id = $1 AND (item_id = $2 OR lot_id = $2 OR location_id = $2)
        UNION ALL
        SELECT reservations.location_id, reservations.lot_id, reservations.handling_unit_id, 0, 0, 0, reservations.quantity_base
        FROM reservations
        JOIN lots ON lots.id = reservations.lot_id
        JOIN locations ON locations.id = reservations.location_id
        WHERE reservations.status = 'open' AND locations.warehouse_id = $1
            AND (reservations.lot_id = $2 OR reservations.location_id = $2 OR lots.item_id = $2)
    ) AS behind
    GROUP BY location_id, lot_id, handling_unit_id
    HAVING SUM(on_hand_base) <> 0 OR SUM(moved_base) <> 0 OR SUM(reserved_base) <> 0 OR SUM(kept_base) <> 0
) AS figures
JOIN locations ON locations.id = figures.location_id
JOIN lots ON lots.id = figures.lot_id
JOIN items ON items.id = lots.item_id
LEFT JOIN handling_units ON handling_units.id = figures.handling_unit_id
ORDER BY locations.kind IN ('supplier', 'customer', 'adjustment', 'scrap'), locations.code, items.sku, lots.code,
    handling_units.code
