SELECT DISTINCT stock.location_id FROM handling_units
JOIN stock ON stock.handling_unit_id = handling_units.id
WHERE handling_units.order_id = $1 AND handling_units.kind = 'tote'
