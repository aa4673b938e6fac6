WITH released AS (
    SELECT id FROM lots WHERE id = $2 AND status = 'released' AND $6
    /*lock share*/
)
UPDATE stock SET on_hand_base = on_hand_base - $4, reserved_base = reserved_base - $5
WHERE location_id = $1 AND lot_id = $2 AND handling_unit_id = $3
    AND on_hand_base > $4 AND on_hand_base - reserved_base >= $4 - $5 AND reserved_base >= $5
    AND (NOT $6 OR EXISTS (SELECT 1 FROM released))
