-- I10: a line's packed is what its closed parcels hold of it. Expected: in parcels. Found: packed.
SELECT 'order ' || r.number || ' line ' || CAST(n.number AS TEXT), COALESCE(p.packed_base, CAST(0 AS BIGINT)), n.packed_base
FROM order_lines AS n
JOIN orders AS r ON r.id = n.order_id
LEFT JOIN (
    SELECT n.order_line_id, CAST(SUM(n.quantity_base) AS BIGINT) AS packed_base
    FROM parcel_lines AS n JOIN parcels AS p ON p.id = n.parcel_id AND p.status <> 'open'
    GROUP BY n.order_line_id
) AS p ON p.order_line_id = n.id
WHERE n.packed_base <> COALESCE(p.packed_base, 0)
ORDER BY 1
