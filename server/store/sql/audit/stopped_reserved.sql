-- I8: open reservations on lots that are stopped, or may run out: the reservation, how much, since when the lot is stopped (the
-- first hold or recall after its last release), and its last day where that was never corrected.
WITH let_go AS (
    SELECT subject_id, MAX(at_ms) AS at_ms FROM events WHERE type = 'lot.released' GROUP BY subject_id
),
stopped AS (
    SELECT e.subject_id, MIN(e.at_ms) AS at_ms
    FROM events AS e LEFT JOIN let_go AS l ON l.subject_id = e.subject_id
    WHERE e.type IN ('lot.held', 'lot.recalled') AND e.at_ms >= COALESCE(l.at_ms, 0)
    GROUP BY e.subject_id
)
SELECT 'order ' || orders.number || ' line ' || CAST(order_lines.number AS TEXT) || ': ' || items.sku || ' lot ' || lots.code,
    reservations.id, reservations.quantity_base,
    CASE WHEN lots.status <> 'released' THEN stopped.at_ms END,
    CASE WHEN lots.id NOT IN (SELECT subject_id FROM events WHERE type = 'lot.dated') THEN lots.expiry END
FROM reservations
JOIN order_lines ON order_lines.id = reservations.order_line_id
JOIN orders ON orders.id = order_lines.order_id
JOIN lots ON lots.id = reservations.lot_id
JOIN items ON items.id = lots.item_id
LEFT JOIN stopped ON stopped.subject_id = lots.id
WHERE reservations.status = 'open' AND (lots.status <> 'released' OR lots.expiry IS NOT NULL)
ORDER BY 1
