UPDATE handling_units SET order_id = NULL
WHERE kind = 'tote' AND order_id /*among $1 (id uuid)*/
    AND NOT EXISTS (SELECT 1 FROM stock WHERE stock.handling_unit_id = handling_units.id)
