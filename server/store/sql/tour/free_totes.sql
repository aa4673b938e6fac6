UPDATE handling_units SET order_id = NULL
WHERE kind = 'tote' AND order_id IN (SELECT id FROM /*rows $1 (id uuid)*/ AS returned)
