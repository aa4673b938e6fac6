SELECT stock.location_id, stock.handling_unit_id, stock.lot_id, stock.on_hand_base - stock.reserved_base
FROM /*rows $1 (location_id uuid, lot_id uuid, handling_unit_id uuid)*/ AS wanted
JOIN stock ON stock.location_id = wanted.location_id AND stock.lot_id = wanted.lot_id
    AND stock.handling_unit_id = wanted.handling_unit_id
JOIN lots ON lots.id = stock.lot_id
WHERE lots.status = 'released'
