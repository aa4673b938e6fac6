UPDATE reservations SET location_id = $2, lot_id = $3, handling_unit_id = $4
WHERE id = $1 AND status = 'open' AND quantity_base = $5
