-- I10: what a closed parcel's list names has moved into its carton. Expected: moved in. Found: on the list.
SELECT 'parcel ' || p.sscc || ': ' || i.sku || ' lot ' || o.code, f.moved_base, f.listed_base
FROM (
    SELECT parcel_id, lot_id, CAST(SUM(moved_base) AS BIGINT) AS moved_base, CAST(SUM(listed_base) AS BIGINT) AS listed_base
    FROM (
        SELECT p.id AS parcel_id, m.lot_id, m.quantity_base AS moved_base, 0 AS listed_base
        FROM parcels AS p JOIN movements AS m ON m.to_handling_unit_id = p.handling_unit_id
        WHERE m.reason = 'pack'
        UNION ALL
        SELECT p.id, m.lot_id, -m.quantity_base, 0
        FROM parcels AS p JOIN movements AS m ON m.from_handling_unit_id = p.handling_unit_id
        WHERE m.reason = 'pack'
        UNION ALL
        SELECT n.parcel_id, n.lot_id, 0, n.quantity_base
        FROM parcel_lines AS n JOIN parcels AS p ON p.id = n.parcel_id AND p.status <> 'open'
    ) AS legs
    GROUP BY parcel_id, lot_id
    HAVING SUM(moved_base) <> SUM(listed_base)
) AS f
JOIN parcels AS p ON p.id = f.parcel_id
JOIN lots AS o ON o.id = f.lot_id
JOIN items AS i ON i.id = o.item_id
ORDER BY 1
