-- I10: what the order lines of an item count as picked, and what is to go back from them, has moved so. Expected: picked by the movements. Found: picked on lines.
SELECT 'item ' || i.sku, f.moved_base, f.picked_base
FROM (
    SELECT item_id, CAST(SUM(moved_base) AS BIGINT) AS moved_base, CAST(SUM(picked_base) AS BIGINT) AS picked_base
    FROM (
        SELECT m.item_id, m.quantity_base AS moved_base, 0 AS picked_base
        FROM movements AS m JOIN locations AS l ON l.id = m.to_location_id
        WHERE m.reason = 'pick' AND l.kind = 'transit'
        UNION ALL
        SELECT m.item_id, -m.quantity_base, 0
        FROM movements AS m JOIN locations AS l ON l.id = m.from_location_id
        WHERE m.reason = 'pick' AND l.kind = 'transit'
        UNION ALL
        SELECT item_id, 0, picked_base FROM order_lines
        UNION ALL
        SELECT o.item_id, 0, b.quantity_base FROM put_backs AS b JOIN lots AS o ON o.id = b.lot_id
    ) AS legs
    GROUP BY item_id
    HAVING SUM(moved_base) <> SUM(picked_base)
) AS f
JOIN items AS i ON i.id = f.item_id
ORDER BY 1
