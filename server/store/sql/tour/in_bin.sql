SELECT lots.id AS lot_id, lots.code, lots.implicit, lots.expiry, lots.received_on, lots.status,
    stock.handling_unit_id, stock.on_hand_base, stock.reserved_base
FROM stock JOIN lots ON lots.id = stock.lot_id
WHERE stock.location_id = $1 AND stock.item_id = $2
ORDER BY lots.code, stock.handling_unit_id
