-- I2: virtual places have no stock rows; their balance is the fold of the movements. Expected: 0 rows' stock. Found: on hand.
SELECT l.code || ': ' || i.sku || ' lot ' || o.code, CAST(0 AS BIGINT), s.on_hand_base
FROM stock AS s
JOIN locations AS l ON l.id = s.location_id
JOIN lots AS o ON o.id = s.lot_id
JOIN items AS i ON i.id = o.item_id
WHERE l.kind IN ('supplier', 'customer', 'adjustment', 'scrap')
ORDER BY 1
