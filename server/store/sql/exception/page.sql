SELECT exceptions.id, users.name AS operator, exceptions.status, exceptions.reason, exceptions.commands,
    COALESCE(bins.code, counted.code) AS location, items.sku, items.name,
    CASE WHEN lots.implicit THEN NULL ELSE lots.code END AS lot, COALESCE(orders.number, receipts.number) AS order_number,
    exceptions.created_at_ms, exceptions.resolved_at_ms, resolver.name AS resolved_by, exceptions.note
FROM exceptions
JOIN users ON users.id = exceptions.user_id
LEFT JOIN users AS resolver ON resolver.id = exceptions.resolved_by
LEFT JOIN picks ON picks.id = exceptions.line_id
LEFT JOIN orders ON orders.id = picks.order_id
LEFT JOIN reservations ON reservations.id = picks.reservation_id
LEFT JOIN receipts ON receipts.id = exceptions.line_id
LEFT JOIN counts ON counts.id = exceptions.line_id
LEFT JOIN locations AS counted ON counted.id = counts.location_id
LEFT JOIN locations AS bins ON bins.id = reservations.location_id
LEFT JOIN lots ON lots.id = reservations.lot_id
LEFT JOIN items ON items.id = lots.item_id
WHERE exceptions.warehouse_id = $1 AND ($2 IS NULL OR exceptions.status = $2) AND ($3 IS NULL OR exceptions.id < $3)
    AND ($4 IS NULL OR exceptions.id = $4)
ORDER BY exceptions.id DESC
LIMIT $5
