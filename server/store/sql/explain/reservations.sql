-- Each open reservation behind a subject's reserved figures.
SELECT orders.number AS order_number, order_lines.number AS line, locations.code AS location, handling_units.code AS unit_code,
    items.sku, lots.code AS lot, reservations.quantity_base
FROM reservations
JOIN order_lines ON order_lines.id = reservations.order_line_id
JOIN orders ON orders.id = order_lines.order_id
JOIN locations ON locations.id = reservations.location_id
JOIN lots ON lots.id = reservations.lot_id
JOIN items ON items.id = lots.item_id
LEFT JOIN handling_units ON handling_units.id = reservations.handling_unit_id
WHERE reservations.status = 'open' AND locations.warehouse_id = $1
    AND (reservations.lot_id = $2 OR reservations.location_id = $2 OR lots.item_id = $2)
ORDER BY locations.code, items.sku, lots.code, orders.number, order_lines.number, reservations.id
