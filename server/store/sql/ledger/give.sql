INSERT INTO stock (location_id, lot_id, handling_unit_id, item_id, warehouse_id, on_hand_base, reserved_base)
SELECT location_id, lot_id, handling_unit_id, item_id, $2, quantity_base, reserved_base
FROM /*rows $1 (location_id uuid, lot_id uuid, handling_unit_id uuid, item_id uuid, quantity_base bigint,
    reserved_base bigint)*/ AS leg
WHERE TRUE
ON CONFLICT (location_id, lot_id, handling_unit_id)
DO UPDATE SET on_hand_base = stock.on_hand_base + excluded.on_hand_base,
    reserved_base = stock.reserved_base + excluded.reserved_base
