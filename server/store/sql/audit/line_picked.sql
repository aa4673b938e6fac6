-- I10: a line's picked is the sum of its picks. Expected: that sum. Found: picked.
SELECT 'order ' || r.number || ' line ' || CAST(n.number AS TEXT), COALESCE(p.picked_base, CAST(0 AS BIGINT)), n.picked_base
FROM order_lines AS n
JOIN orders AS r ON r.id = n.order_id
LEFT JOIN (
    SELECT order_line_id, CAST(SUM(picked_base) AS BIGINT) AS picked_base FROM picks GROUP BY order_line_id
) AS p ON p.order_line_id = n.id
WHERE n.picked_base <> COALESCE(p.picked_base, 0)
ORDER BY 1
