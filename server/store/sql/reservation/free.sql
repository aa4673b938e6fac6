UPDATE stock SET reserved_base = reserved_base - $4
WHERE location_id = $1 AND lot_id = $2 AND handling_unit_id = $3 AND reserved_base >= $4
