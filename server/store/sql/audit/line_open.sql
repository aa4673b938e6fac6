-- I10: no more is reserved for a line than is still open on it. Expected: open. Found: reserved.
SELECT 'order ' || r.number || ' line ' || CAST(n.number AS TEXT),
    n.ordered_base - n.picked_base - n.short_base - n.cancelled_base, v.reserved_base
FROM order_lines AS n
JOIN orders AS r ON r.id = n.order_id
JOIN (
    SELECT order_line_id, CAST(SUM(quantity_base) AS BIGINT) AS reserved_base
    FROM reservations WHERE status = 'open'
    GROUP BY order_line_id
) AS v ON v.order_line_id = n.id
WHERE v.reserved_base > n.ordered_base - n.picked_base - n.short_base - n.cancelled_base
ORDER BY 1
