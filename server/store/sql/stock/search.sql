SELECT locations.code AS location, locations.kind, items.sku, items.name, lots.code AS lot, lots.expiry, lots.status,
    handling_units.code AS unit_code,
    stock.on_hand_base, stock.reserved_base, items.unit, stock.lot_id, stock.handling_unit_id
FROM locations
CROSS JOIN stock
JOIN items ON items.id = stock.item_id
JOIN lots ON lots.id = stock.lot_id
LEFT JOIN handling_units ON handling_units.id = stock.handling_unit_id
WHERE locations.warehouse_id = $1 AND locations.code >= $3 AND stock.location_id = locations.id
    AND ($2 = '' OR items.search LIKE $2 ESCAPE '\' OR lower(locations.code) LIKE $2 ESCAPE '\'
        OR lower(lots.code) LIKE $2 ESCAPE '\' OR lower(handling_units.code) LIKE $2 ESCAPE '\')
    AND (locations.code, items.sku, lots.code, stock.lot_id, stock.handling_unit_id) > ($3, $4, $5, $6, $7)
ORDER BY locations.code, items.sku, lots.code, stock.lot_id, stock.handling_unit_id
LIMIT $8
