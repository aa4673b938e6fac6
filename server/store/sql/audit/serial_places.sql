-- I4: a serial is in one place, with quantity 1. Expected: 1, the most there may be. Found: how much lies in all places.
SELECT i.sku || ' serial ' || o.code, CAST(1 AS BIGINT), CAST(SUM(s.on_hand_base) AS BIGINT)
FROM stock AS s
JOIN lots AS o ON o.id = s.lot_id
JOIN items AS i ON i.id = o.item_id
WHERE i.tracking = 'serial'
GROUP BY i.sku, o.code
HAVING SUM(s.on_hand_base) > 1
ORDER BY 1
