UPDATE picks SET picked_base = picked_base + $2 WHERE id = $1 AND status = 'open' AND picked_base + $2 < quantity_base
