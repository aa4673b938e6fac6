UPDATE order_lines SET short_base = 0
WHERE short_base > 0 AND order_id /*among $1 (id uuid)*/
