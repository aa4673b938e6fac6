UPDATE reservations SET quantity_base = quantity_base - $2, posted_base = posted_base + $2,
    status = CASE WHEN quantity_base = $2 THEN 'posted' ELSE status END
WHERE id = $1 AND status = 'open' AND quantity_base >= $2
