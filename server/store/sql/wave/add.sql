UPDATE waves SET status = 'released', allocated_base = allocated_base + $2, open_base = open_base + $3 WHERE id = $1
