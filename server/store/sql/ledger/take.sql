WITH released AS (
    SELECT id FROM lots
    WHERE status = 'released' AND id IN (SELECT lot_id FROM /*rows $1 (lot_id uuid, leaves boolean)*/ AS wanted WHERE leaves)
    ORDER BY id
    /*lock share*/
)
UPDATE stock SET on_hand_base = stock.on_hand_base - leg.quantity_base,
    reserved_base = stock.reserved_base - leg.reserved_base
FROM /*rows $1 (location_id uuid, lot_id uuid, handling_unit_id uuid, quantity_base bigint, reserved_base bigint,
    leaves boolean)*/ AS leg
WHERE stock.location_id = leg.location_id AND stock.lot_id = leg.lot_id
    AND stock.handling_unit_id = leg.handling_unit_id
    AND stock.on_hand_base > leg.quantity_base
    AND stock.on_hand_base - stock.reserved_base >= leg.quantity_base - leg.reserved_base
    AND stock.reserved_base >= leg.reserved_base
    AND (NOT leg.leaves OR stock.lot_id IN (SELECT id FROM released))
