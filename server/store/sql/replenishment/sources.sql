SELECT stock.location_id, stock.handling_unit_id, locations.code AS bin, COALESCE(zones.name, '') AS zone,
    locations.pick_sequence, lots.id AS lot_id, lots.item_id, lots.code, lots.implicit, lots.expiry, lots.received_on,
    lots.status, stock.on_hand_base - stock.reserved_base AS free_base,
    EXISTS (SELECT 1 FROM stock AS other
        WHERE other.location_id = stock.location_id AND other.item_id = stock.item_id AND other.lot_id <> stock.lot_id)
        AS is_mixed
FROM stock
JOIN locations ON locations.id = stock.location_id
JOIN lots ON lots.id = stock.lot_id
LEFT JOIN zones ON zones.id = locations.zone_id
WHERE stock.warehouse_id = $1 AND stock.item_id = $2 AND locations.kind = 'storage' AND locations.count_id IS NULL
    AND stock.location_id <> $3 AND stock.on_hand_base > stock.reserved_base
