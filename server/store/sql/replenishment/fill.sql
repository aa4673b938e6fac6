UPDATE replenishments SET done_base = done_base + $2, status = $3 WHERE id = $1 AND status = 'open'
