SELECT exception_goods.exception_id, locations.code AS location, exception_goods.sku, items.name, items.unit, exception_goods.lot,
    exception_goods.unit_code, CAST(SUM(exception_goods.moved_base) AS BIGINT) AS moved_base
FROM exception_goods
JOIN exceptions ON exceptions.id = exception_goods.exception_id
LEFT JOIN locations ON locations.id = exception_goods.location_id
LEFT JOIN picks ON picks.id = exceptions.line_id
LEFT JOIN orders ON orders.id = picks.order_id
LEFT JOIN receipts ON receipts.id = exceptions.line_id
LEFT JOIN items ON items.sku = exception_goods.sku AND items.owner_id = COALESCE(orders.owner_id, receipts.owner_id)
WHERE exception_goods.exception_id /*among $1 (id uuid)*/
GROUP BY exception_goods.exception_id, locations.code, exception_goods.sku, items.name, items.unit, exception_goods.lot,
    exception_goods.unit_code
HAVING SUM(exception_goods.moved_base) <> 0
ORDER BY exception_goods.exception_id, exception_goods.sku, exception_goods.lot, exception_goods.unit_code, locations.code
