SELECT locations.code AS bin, COALESCE(zones.name, '') AS zone, handling_units.code AS unit, stock.item_id,
    lots.code AS lot, lots.implicit, lots.expiry, lots.status, locations.kind, stock.on_hand_base, stock.reserved_base,
    COUNT(*) OVER () AS all_rows, CAST(SUM(stock.on_hand_base) OVER () AS BIGINT) AS all_base,
    CAST(SUM(stock.reserved_base) OVER () AS BIGINT) AS all_reserved_base
FROM stock
JOIN locations ON locations.id = stock.location_id
JOIN lots ON lots.id = stock.lot_id
LEFT JOIN zones ON zones.id = locations.zone_id
LEFT JOIN handling_units ON handling_units.id = stock.handling_unit_id
WHERE stock.warehouse_id = $1 AND (stock.location_id = $2 OR stock.item_id = $3 OR stock.handling_unit_id = $4)
    AND ($5 = '' OR lots.code = $5)
ORDER BY lots.expiry IS NULL, lots.expiry, lots.received_on, lots.code, locations.pick_sequence, locations.code,
    stock.handling_unit_id
LIMIT $6
