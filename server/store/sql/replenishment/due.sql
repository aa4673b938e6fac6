WITH held AS (
    SELECT pick_faces.location_id, pick_faces.item_id, pick_faces.min_base, pick_faces.max_base,
        CAST(COALESCE((SELECT SUM(on_hand_base) FROM stock
            WHERE stock.location_id = pick_faces.location_id AND stock.item_id = pick_faces.item_id), 0) AS BIGINT) AS on_hand_base,
        CAST(COALESCE((SELECT SUM(on_hand_base - reserved_base) FROM stock
            WHERE stock.location_id = pick_faces.location_id AND stock.item_id = pick_faces.item_id), 0) AS BIGINT) AS free_base
    FROM pick_faces
    JOIN locations ON locations.id = pick_faces.location_id
    WHERE locations.warehouse_id = $1
)
SELECT location_id, item_id, max_base - free_base,
    CASE WHEN on_hand_base < min_base THEN 'minimum' ELSE 'demand' END AS reason
FROM held
WHERE free_base < min_base
    AND NOT EXISTS (SELECT 1 FROM replenishments
        WHERE replenishments.location_id = held.location_id AND replenishments.item_id = held.item_id
            AND replenishments.status = 'open')
    AND EXISTS (SELECT 1 FROM stock
        JOIN locations ON locations.id = stock.location_id
        JOIN lots ON lots.id = stock.lot_id
        WHERE stock.warehouse_id = $1 AND stock.item_id = held.item_id AND stock.location_id <> held.location_id
            AND stock.on_hand_base > stock.reserved_base AND locations.kind = 'storage' AND locations.count_id IS NULL
            AND lots.status = 'released' AND (lots.expiry IS NULL OR lots.expiry >= $2))
ORDER BY location_id, item_id
LIMIT $3
