UPDATE counts SET counted_by = $2 WHERE id = $1 AND status = 'open'
