-- I6: what a handling unit holds lies where the unit stands. Expected: 0 elsewhere. Found: how much lies elsewhere.
SELECT COALESCE(u.code, 'an unknown unit') || ' stands in ' || COALESCE(h.code, 'no place') || ', but ' || l.code
        || ' has of it ' || i.sku || ' lot ' || o.code,
    CAST(0 AS BIGINT), s.on_hand_base
FROM stock AS s
JOIN locations AS l ON l.id = s.location_id
JOIN lots AS o ON o.id = s.lot_id
JOIN items AS i ON i.id = o.item_id
LEFT JOIN handling_units AS u ON u.id = s.handling_unit_id
LEFT JOIN locations AS h ON h.id = u.location_id
WHERE s.handling_unit_id <> $1 AND (u.location_id IS NULL OR u.location_id <> s.location_id)
ORDER BY 1
