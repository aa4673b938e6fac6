SELECT handling_units.id, handling_units.code, handling_units.location_id
FROM handling_units
WHERE handling_units.warehouse_id = $1 AND handling_units.code >= $2 AND handling_units.code < $3
    AND handling_units.kind = 'tote' AND handling_units.order_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM stock WHERE stock.handling_unit_id = handling_units.id)
ORDER BY handling_units.code
LIMIT $4
