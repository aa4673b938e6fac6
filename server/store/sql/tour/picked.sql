UPDATE picks SET picked_base = picked_base + $2,
    status = CASE WHEN quantity_base > picked_base + $2 THEN 'short' ELSE 'done' END
WHERE id = $1 AND status = 'open'
