-- I10: a shipped order's lines are all settled, and all its parcels have left. Expected: 0. Found: what is still open or here.
SELECT 'order ' || r.number || ' (' || r.status || ')', CAST(0 AS BIGINT), CAST(SUM(f.left_over) AS BIGINT)
FROM orders AS r
JOIN (
    SELECT order_id, ordered_base - packed_base - short_base - cancelled_base AS left_over FROM order_lines
    UNION ALL
    SELECT order_id, 1 FROM parcels WHERE status <> 'shipped'
) AS f ON f.order_id = r.id
WHERE r.status = 'shipped' AND f.left_over <> 0
GROUP BY r.number, r.status
ORDER BY 1
