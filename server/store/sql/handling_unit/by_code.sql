SELECT id, code, kind, location_id, order_id,
    NOT EXISTS (SELECT 1 FROM stock WHERE stock.handling_unit_id = handling_units.id) AS empty
FROM handling_units WHERE warehouse_id = $1 AND code = $2
