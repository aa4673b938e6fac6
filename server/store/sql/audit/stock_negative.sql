-- I1: no negative stock in a physical place, neither on its row nor by its movements. Expected: at least 0. Found: what it is.
SELECT l.code || COALESCE(' / ' || u.code, '') || ': ' || i.sku || ' lot ' || o.code, CAST(0 AS BIGINT), f.least_base
FROM (
    SELECT location_id, lot_id, handling_unit_id, CAST(MIN(quantity_base) AS BIGINT) AS least_base
    FROM (
        SELECT location_id, lot_id, handling_unit_id, on_hand_base AS quantity_base FROM stock
        UNION ALL
        SELECT location_id, lot_id, handling_unit_id, CAST(SUM(moved_base) AS BIGINT)
        FROM (
            SELECT to_location_id AS location_id, lot_id, to_handling_unit_id AS handling_unit_id,
                quantity_base AS moved_base
            FROM movements
            UNION ALL
            SELECT from_location_id, lot_id, from_handling_unit_id, -quantity_base FROM movements
        ) AS legs
        GROUP BY location_id, lot_id, handling_unit_id
    ) AS quantities
    GROUP BY location_id, lot_id, handling_unit_id
    HAVING MIN(quantity_base) < 0
) AS f
JOIN locations AS l ON l.id = f.location_id
JOIN lots AS o ON o.id = f.lot_id
JOIN items AS i ON i.id = o.item_id
LEFT JOIN handling_units AS u ON u.id = f.handling_unit_id
WHERE l.kind NOT IN ('supplier', 'customer', 'adjustment', 'scrap')
ORDER BY 1
