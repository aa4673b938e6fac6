UPDATE handling_units SET order_id = NULL
WHERE kind = 'tote' AND order_id IN (SELECT id FROM /*rows $1 (id uuid)*/ AS returned)
    AND NOT EXISTS (SELECT 1 FROM stock WHERE stock.handling_unit_id = handling_units.id)
