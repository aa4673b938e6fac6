SELECT lots.id, lots.item_id, lots.code, lots.expiry, lots.status,
    CASE WHEN items.tracking = 'serial' THEN
        (SELECT CAST(COALESCE(SUM(on_hand_base), 0) AS BIGINT) FROM stock WHERE stock.lot_id = lots.id)
    ELSE 0 END AS on_hand_base
FROM lots JOIN items ON items.id = lots.item_id
WHERE lots.item_id /*among $1 (id uuid)*/
ORDER BY lots.received_on DESC, lots.id DESC
LIMIT $2
