-- I3: reserved is the sum of the open reservations on the row. Expected: that sum. Found: reserved.
SELECT l.code || COALESCE(' / ' || u.code, '') || ': ' || i.sku || ' lot ' || o.code, f.open_base, f.reserved_base
FROM (
    SELECT location_id, lot_id, handling_unit_id,
        CAST(SUM(open_base) AS BIGINT) AS open_base, CAST(SUM(reserved_base) AS BIGINT) AS reserved_base
    FROM (
        SELECT location_id, lot_id, handling_unit_id, quantity_base AS open_base, 0 AS reserved_base
        FROM reservations WHERE status = 'open'
        UNION ALL
        SELECT location_id, lot_id, handling_unit_id, 0, reserved_base FROM stock
    ) AS both_sides
    GROUP BY location_id, lot_id, handling_unit_id
    HAVING SUM(open_base) <> SUM(reserved_base)
) AS f
JOIN locations AS l ON l.id = f.location_id
JOIN lots AS o ON o.id = f.lot_id
JOIN items AS i ON i.id = o.item_id
LEFT JOIN handling_units AS u ON u.id = f.handling_unit_id
ORDER BY 1
