SELECT locations.code AS location, locations.kind, items.sku, items.name, lots.code AS lot, lots.expiry, lots.status,
    handling_units.code AS unit_code,
    stock.on_hand_base, stock.reserved_base, items.unit, stock.lot_id, stock.handling_unit_id
FROM owners
CROSS JOIN items
CROSS JOIN stock
JOIN locations ON locations.id = stock.location_id
JOIN lots ON lots.id = stock.lot_id
LEFT JOIN handling_units ON handling_units.id = stock.handling_unit_id
WHERE items.owner_id = owners.id AND items.sku = $2 AND stock.warehouse_id = $1 AND stock.item_id = items.id
    AND (locations.code, items.sku, lots.code, stock.lot_id, stock.handling_unit_id) > ($3, $4, $5, $6, $7)
ORDER BY locations.code, items.sku, lots.code, stock.lot_id, stock.handling_unit_id
LIMIT $8
