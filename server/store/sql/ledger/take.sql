UPDATE stock SET on_hand_base = stock.on_hand_base - leg.quantity_base,
    reserved_base = stock.reserved_base - leg.reserved_base
FROM /*rows $1 (location_id uuid, lot_id uuid, handling_unit_id uuid, quantity_base bigint, reserved_base bigint)*/ AS leg
WHERE stock.location_id = leg.location_id AND stock.lot_id = leg.lot_id
    AND stock.handling_unit_id = leg.handling_unit_id
    AND stock.on_hand_base - stock.reserved_base >= leg.quantity_base - leg.reserved_base
    AND stock.reserved_base >= leg.reserved_base
