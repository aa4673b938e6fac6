-- I10: picked, short and cancelled are no more than ordered. Expected: ordered. Found: their sum.
SELECT 'order ' || r.number || ' line ' || CAST(n.number AS TEXT), n.ordered_base,
    n.picked_base + n.short_base + n.cancelled_base
FROM order_lines AS n JOIN orders AS r ON r.id = n.order_id
WHERE n.picked_base + n.short_base + n.cancelled_base > n.ordered_base
ORDER BY 1
