SELECT lots.item_id, lots.status, lots.expiry, CAST(SUM(stock.on_hand_base - stock.reserved_base) AS BIGINT) AS free_base
FROM stock
JOIN locations ON locations.id = stock.location_id
JOIN lots ON lots.id = stock.lot_id
WHERE stock.warehouse_id = $2 AND stock.item_id /*among $1 (id uuid)*/
    AND locations.kind IN ('storage', 'pick_face') AND stock.on_hand_base > stock.reserved_base
GROUP BY lots.item_id, lots.status, lots.expiry
