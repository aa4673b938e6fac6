UPDATE reservations SET quantity_base = quantity_base - $2,
    status = CASE WHEN quantity_base > $2 THEN 'open' WHEN posted_base > 0 THEN 'posted' ELSE 'released' END
WHERE id = $1 AND status = 'open' AND quantity_base >= $2
