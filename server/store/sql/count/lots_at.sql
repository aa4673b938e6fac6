WITH here AS MATERIALIZED (
    SELECT DISTINCT item_id, lot_id FROM stock WHERE location_id = $1
)
SELECT DISTINCT lots.id, lots.item_id, lots.code, lots.implicit, lots.expiry, lots.status,
    (SELECT CAST(COALESCE(SUM(on_hand_base), 0) AS BIGINT) FROM stock
        WHERE stock.lot_id = lots.id AND stock.location_id <> $1 AND items.tracking = 'serial') AS elsewhere_base
FROM here
JOIN items ON items.id = here.item_id
JOIN lots ON lots.id = CASE WHEN items.tracking <> 'none' THEN here.lot_id
    ELSE (SELECT newest.id FROM lots AS newest WHERE newest.item_id = here.item_id AND newest.implicit
        ORDER BY newest.received_on DESC, newest.code DESC LIMIT 1) END
ORDER BY lots.item_id, lots.code
