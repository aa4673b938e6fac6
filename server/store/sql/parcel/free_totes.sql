UPDATE handling_units SET order_id = NULL, location_id = (
    SELECT locations.id FROM locations
    WHERE locations.warehouse_id = handling_units.warehouse_id AND locations.kind = 'pack_desk'
    ORDER BY pick_sequence, locations.code LIMIT 1
)
WHERE order_id = $1 AND kind = 'tote'
    AND NOT EXISTS (SELECT 1 FROM stock WHERE stock.handling_unit_id = handling_units.id)
