-- I7: a lot belongs to its item, wherever both are named. Expected: 0 of another item. Found: how much.
SELECT f.place || ' names ' || n.sku || ' with lot ' || o.code || ' of ' || i.sku, CAST(0 AS BIGINT), f.quantity_base
FROM (
    SELECT 'stock in ' || l.code AS place, s.item_id, s.lot_id, s.on_hand_base AS quantity_base
    FROM stock AS s JOIN locations AS l ON l.id = s.location_id
    UNION ALL
    SELECT 'a movement (' || reason || ')', item_id, lot_id, CAST(SUM(quantity_base) AS BIGINT)
    FROM movements
    GROUP BY reason, item_id, lot_id
    UNION ALL
    SELECT 'a reservation of order ' || r.number, n.item_id, v.lot_id, v.quantity_base + v.posted_base
    FROM reservations AS v
    JOIN order_lines AS n ON n.id = v.order_line_id
    JOIN orders AS r ON r.id = n.order_id
    UNION ALL
    SELECT 'a parcel of order ' || r.number, n.item_id, p.lot_id, p.quantity_base
    FROM parcel_lines AS p
    JOIN order_lines AS n ON n.id = p.order_line_id
    JOIN orders AS r ON r.id = n.order_id
) AS f
JOIN lots AS o ON o.id = f.lot_id
JOIN items AS i ON i.id = o.item_id
JOIN items AS n ON n.id = f.item_id
WHERE o.item_id <> f.item_id
ORDER BY 1
