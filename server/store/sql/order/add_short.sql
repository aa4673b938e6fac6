UPDATE order_lines SET short_base = short_base + $2 WHERE id = $1
