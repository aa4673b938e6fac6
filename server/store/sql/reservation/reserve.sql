WITH released AS (
    SELECT id FROM lots
    WHERE status = 'released' AND id IN (SELECT lot_id FROM /*rows $1 (lot_id uuid, fresh boolean)*/ AS wanted WHERE fresh)
    ORDER BY id
    /*lock share*/
)
UPDATE stock SET reserved_base = reserved_base + taken.quantity_base
FROM /*rows $1 (location_id uuid, lot_id uuid, handling_unit_id uuid, quantity_base bigint, fresh boolean)*/ AS taken
WHERE stock.location_id = taken.location_id AND stock.lot_id = taken.lot_id
    AND stock.handling_unit_id = taken.handling_unit_id
    AND stock.on_hand_base - stock.reserved_base >= taken.quantity_base
    AND (NOT taken.fresh OR stock.lot_id IN (SELECT id FROM released))
