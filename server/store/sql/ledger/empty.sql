WITH released AS (
    SELECT id FROM lots
    WHERE status = 'released' AND id IN (SELECT lot_id FROM /*rows $1 (lot_id uuid, leaves boolean)*/ AS wanted WHERE leaves)
    ORDER BY id
    /*lock share*/
)
DELETE FROM stock
WHERE (location_id, lot_id, handling_unit_id) IN (
        SELECT location_id, lot_id, handling_unit_id
        FROM /*rows $1 (location_id uuid, lot_id uuid, handling_unit_id uuid)*/ AS emptied
    )
    AND (on_hand_base, reserved_base) = (
        SELECT leg.quantity_base, leg.reserved_base
        FROM /*rows $1 (location_id uuid, lot_id uuid, handling_unit_id uuid, quantity_base bigint, reserved_base bigint,
            leaves boolean)*/ AS leg
        WHERE leg.location_id = stock.location_id AND leg.lot_id = stock.lot_id
            AND leg.handling_unit_id = stock.handling_unit_id
            AND (NOT leg.leaves OR stock.lot_id IN (SELECT id FROM released))
    )
