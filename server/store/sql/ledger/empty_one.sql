WITH released AS (
    SELECT id FROM lots WHERE id = $2 AND status = 'released' AND $6
    /*lock share*/
)
DELETE FROM stock
WHERE location_id = $1 AND lot_id = $2 AND handling_unit_id = $3 AND on_hand_base = $4 AND reserved_base = $5
    AND (NOT $6 OR EXISTS (SELECT 1 FROM released))
