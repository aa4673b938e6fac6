-- I12: what a posted count moved is what it found beyond the book. Expected: counted less book. Found: what came in for it less what
-- went out.
WITH legs AS (
    SELECT c.id AS count_id, s.lot_id, s.handling_unit_id, s.counted_base - s.book_base AS expected_base, 0 AS moved_base
    FROM counts AS c JOIN count_lines AS s ON s.count_id = c.id
    WHERE c.status = 'posted'
    UNION ALL
    SELECT c.id, m.lot_id,
        CASE WHEN m.to_location_id = c.location_id THEN m.to_handling_unit_id ELSE m.from_handling_unit_id END, 0,
        CASE WHEN m.to_location_id = c.location_id THEN m.quantity_base ELSE -m.quantity_base END
    FROM movements AS m JOIN counts AS c ON c.id = m.document_id
    WHERE m.reason = 'count'
)
SELECT 'count of ' || l.code || ': ' || i.sku || ' lot ' || o.code, CAST(SUM(legs.expected_base) AS BIGINT),
    CAST(SUM(legs.moved_base) AS BIGINT)
FROM legs
JOIN counts AS c ON c.id = legs.count_id
JOIN locations AS l ON l.id = c.location_id
JOIN lots AS o ON o.id = legs.lot_id
JOIN items AS i ON i.id = o.item_id
GROUP BY legs.count_id, legs.lot_id, legs.handling_unit_id, l.code, i.sku, o.code
HAVING SUM(legs.expected_base) <> SUM(legs.moved_base)
ORDER BY 1
