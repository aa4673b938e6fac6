UPDATE order_lines SET picked_base = picked_base + $2
WHERE id = $1 AND picked_base + short_base + cancelled_base + $2 <= ordered_base
