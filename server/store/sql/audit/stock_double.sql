-- I5: one row per location, lot and handling unit. Expected: 1. Found: rows.
SELECT l.code || COALESCE(' / ' || u.code, '') || ': ' || i.sku || ' lot ' || o.code, CAST(1 AS BIGINT), f.rows_found
FROM (
    SELECT location_id, lot_id, handling_unit_id, COUNT(*) AS rows_found
    FROM stock
    GROUP BY location_id, lot_id, handling_unit_id
    HAVING COUNT(*) > 1
) AS f
JOIN locations AS l ON l.id = f.location_id
JOIN lots AS o ON o.id = f.lot_id
JOIN items AS i ON i.id = o.item_id
LEFT JOIN handling_units AS u ON u.id = f.handling_unit_id
ORDER BY 1
