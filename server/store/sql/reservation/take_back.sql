UPDATE reservations SET quantity_base = quantity_base + $2, posted_base = posted_base - $2, status = 'open'
WHERE id = $1 AND status <> 'released' AND posted_base >= $2
