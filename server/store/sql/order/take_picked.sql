UPDATE order_lines SET picked_base = picked_base - $2 WHERE id = $1 AND picked_base - packed_base >= $2
