WITH wanted AS MATERIALIZED (
    SELECT DISTINCT reservations.location_id, lots.item_id
    FROM picks
    JOIN reservations ON reservations.id = picks.reservation_id
    JOIN lots ON lots.id = reservations.lot_id
    WHERE picks.tour_id = $1 AND (picks.status = 'open' OR picks.id /*among $2 (id uuid)*/)
)
SELECT stock.location_id, stock.item_id, lots.id AS lot_id, lots.code, lots.implicit, lots.expiry, lots.received_on, lots.status,
    stock.handling_unit_id, stock.on_hand_base, stock.reserved_base
FROM wanted
JOIN stock ON stock.location_id = wanted.location_id AND stock.item_id = wanted.item_id
JOIN lots ON lots.id = stock.lot_id
ORDER BY stock.location_id, stock.item_id, lots.code, stock.handling_unit_id
