UPDATE order_lines SET short_base = short_base + $2
WHERE id = $1 AND picked_base + short_base + cancelled_base + $2 <= ordered_base
