SELECT handling_units.code AS unit_code, stock.item_id, stock.lot_id, lots.code AS lot, lots.implicit, lots.expiry, lots.status,
    stock.on_hand_base
FROM handling_units
LEFT JOIN stock ON stock.handling_unit_id = handling_units.id
LEFT JOIN lots ON lots.id = stock.lot_id
WHERE handling_units.id = $1 AND handling_units.task_id = $2
ORDER BY (SELECT MAX(at_ms) FROM movements
    WHERE movements.lot_id = stock.lot_id AND movements.to_handling_unit_id = handling_units.id) DESC, lots.code
