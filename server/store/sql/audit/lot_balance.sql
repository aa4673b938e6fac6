-- I2: per lot, all legs sum to zero: what lies in physical places is what came out of virtual ones, less what went back.
-- Expected: the virtual places' balance, turned round. Found: on hand in all physical places.
SELECT i.sku || ' lot ' || o.code, f.came_base, f.held_base
FROM (
    SELECT lot_id, CAST(SUM(came_base) AS BIGINT) AS came_base, CAST(SUM(held_base) AS BIGINT) AS held_base
    FROM (
        SELECT m.lot_id, m.quantity_base AS came_base, 0 AS held_base
        FROM movements AS m JOIN locations AS l ON l.id = m.from_location_id
        WHERE l.kind IN ('supplier', 'customer', 'adjustment', 'scrap')
        UNION ALL
        SELECT m.lot_id, -m.quantity_base, 0
        FROM movements AS m JOIN locations AS l ON l.id = m.to_location_id
        WHERE l.kind IN ('supplier', 'customer', 'adjustment', 'scrap')
        UNION ALL
        SELECT s.lot_id, 0, s.on_hand_base
        FROM stock AS s JOIN locations AS l ON l.id = s.location_id
        WHERE l.kind NOT IN ('supplier', 'customer', 'adjustment', 'scrap')
    ) AS legs
    GROUP BY lot_id
    HAVING SUM(came_base) <> SUM(held_base)
) AS f
JOIN lots AS o ON o.id = f.lot_id
JOIN items AS i ON i.id = o.item_id
ORDER BY 1
