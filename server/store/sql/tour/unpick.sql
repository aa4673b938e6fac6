UPDATE picks SET picked_base = picked_base - $2, status = 'open'
WHERE id = $1 AND status <> 'cancelled' AND picked_base >= $2
