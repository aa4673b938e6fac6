-- I10: a line's picked, with what is to go back from it, was posted from its reservations. Expected: posted. Found: picked and back.
SELECT 'order ' || r.number || ' line ' || CAST(n.number AS TEXT), COALESCE(v.posted_base, CAST(0 AS BIGINT)),
    n.picked_base + COALESCE(b.back_base, CAST(0 AS BIGINT))
FROM order_lines AS n
JOIN orders AS r ON r.id = n.order_id
LEFT JOIN (
    SELECT order_line_id, CAST(SUM(posted_base) AS BIGINT) AS posted_base FROM reservations GROUP BY order_line_id
) AS v ON v.order_line_id = n.id
LEFT JOIN (
    SELECT order_line_id, CAST(SUM(quantity_base) AS BIGINT) AS back_base FROM put_backs GROUP BY order_line_id
) AS b ON b.order_line_id = n.id
WHERE n.picked_base + COALESCE(b.back_base, 0) <> COALESCE(v.posted_base, 0)
ORDER BY 1
