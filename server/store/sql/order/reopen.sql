UPDATE order_lines SET short_base = 0
WHERE short_base > 0 AND order_id IN (SELECT id FROM /*rows $1 (id uuid)*/ AS wanted)
