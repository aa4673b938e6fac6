SELECT stock.item_id, stock.lot_id, stock.handling_unit_id, stock.on_hand_base, stock.reserved_base
FROM stock JOIN lots ON lots.id = stock.lot_id
WHERE stock.location_id = $1
ORDER BY stock.item_id, lots.received_on, lots.code, stock.handling_unit_id
