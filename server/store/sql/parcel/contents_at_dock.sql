SELECT stock.location_id, stock.handling_unit_id, stock.item_id, stock.lot_id, lots.code, lots.status, stock.on_hand_base
FROM parcels
JOIN stock ON stock.handling_unit_id = parcels.handling_unit_id
JOIN lots ON lots.id = stock.lot_id
WHERE parcels.id = $1
ORDER BY stock.lot_id
