-- I2: on hand is the fold of the movements, in every physical place. Expected: the fold. Found: on hand.
SELECT l.code || COALESCE(' / ' || u.code, '') || ': ' || i.sku || ' lot ' || o.code, f.moved_base, f.held_base
FROM (
    SELECT location_id, lot_id, handling_unit_id,
        CAST(SUM(moved_base) AS BIGINT) AS moved_base, CAST(SUM(held_base) AS BIGINT) AS held_base
    FROM (
        SELECT to_location_id AS location_id, lot_id, to_handling_unit_id AS handling_unit_id,
            quantity_base AS moved_base, 0 AS held_base
        FROM movements
        UNION ALL
        SELECT from_location_id, lot_id, from_handling_unit_id, -quantity_base, 0 FROM movements
        UNION ALL
        SELECT location_id, lot_id, handling_unit_id, 0, on_hand_base FROM stock
    ) AS legs
    GROUP BY location_id, lot_id, handling_unit_id
    HAVING SUM(moved_base) <> SUM(held_base)
) AS f
JOIN locations AS l ON l.id = f.location_id
JOIN lots AS o ON o.id = f.lot_id
JOIN items AS i ON i.id = o.item_id
LEFT JOIN handling_units AS u ON u.id = f.handling_unit_id
WHERE l.kind NOT IN ('supplier', 'customer', 'adjustment', 'scrap')
ORDER BY 1
