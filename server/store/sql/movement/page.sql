SELECT m.id, m.at_ms, m.reason, items.sku, items.name, items.unit, lots.code AS lot, m.quantity_base,
    came.code AS from_location, from_units.code AS from_unit, went.code AS to_location, to_units.code AS to_unit,
    users.name AS actor, m.command_id, m.undoes_id, undoing.id AS undone_by, COALESCE(orders.number, receipts.number) AS document
FROM movements AS m
JOIN lots ON lots.id = m.lot_id
JOIN items ON items.id = m.item_id
JOIN locations AS came ON came.id = m.from_location_id
JOIN locations AS went ON went.id = m.to_location_id
LEFT JOIN handling_units AS from_units ON from_units.id = m.from_handling_unit_id
LEFT JOIN handling_units AS to_units ON to_units.id = m.to_handling_unit_id
LEFT JOIN users ON users.id = m.actor_id
LEFT JOIN movements AS undoing ON undoing.undoes_id = m.id
LEFT JOIN orders ON orders.id = m.document_id
LEFT JOIN receipts ON receipts.id = m.document_id
WHERE m.warehouse_id = $1 AND m.id < $2
ORDER BY m.id DESC
LIMIT $3
