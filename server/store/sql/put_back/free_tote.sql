UPDATE handling_units SET order_id = NULL
WHERE id = $1 AND kind = 'tote'
    AND NOT EXISTS (SELECT 1 FROM stock WHERE stock.handling_unit_id = handling_units.id)
