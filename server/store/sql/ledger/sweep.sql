DELETE FROM stock
WHERE on_hand_base = 0 AND (location_id, lot_id, handling_unit_id) IN (
    SELECT location_id, lot_id, handling_unit_id
    FROM /*rows $1 (location_id uuid, lot_id uuid, handling_unit_id uuid)*/ AS leg
)
