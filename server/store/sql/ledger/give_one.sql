INSERT INTO stock (location_id, lot_id, handling_unit_id, item_id, warehouse_id, on_hand_base, reserved_base)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (location_id, lot_id, handling_unit_id)
DO UPDATE SET on_hand_base = stock.on_hand_base + excluded.on_hand_base,
    reserved_base = stock.reserved_base + excluded.reserved_base
