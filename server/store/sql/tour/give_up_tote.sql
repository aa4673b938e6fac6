UPDATE handling_units SET order_id = NULL
WHERE id = $1 AND order_id = $2
    AND NOT EXISTS (SELECT 1 FROM stock WHERE stock.handling_unit_id = handling_units.id)
