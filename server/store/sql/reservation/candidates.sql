SELECT stock.location_id, stock.handling_unit_id, lots.id AS lot_id, lots.item_id, lots.code, lots.implicit, lots.expiry,
    lots.received_on, lots.status, locations.pick_sequence, stock.on_hand_base, stock.reserved_base,
    locations.code AS bin, COALESCE(zones.name, '') AS zone,
    COALESCE(zones.code, '') AS zone_code, locations.kind = 'pick_face' AS is_face
FROM stock
JOIN locations ON locations.id = stock.location_id
JOIN lots ON lots.id = stock.lot_id
LEFT JOIN zones ON zones.id = locations.zone_id
WHERE stock.warehouse_id = $2 AND stock.item_id /*among $1 (id uuid)*/
    AND locations.kind IN ('storage', 'pick_face') AND stock.on_hand_base > stock.reserved_base
