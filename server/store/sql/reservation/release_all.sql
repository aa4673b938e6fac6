UPDATE reservations SET quantity_base = reservations.quantity_base - released.quantity_base,
    status = CASE WHEN reservations.quantity_base > released.quantity_base THEN 'open'
        WHEN posted_base > 0 THEN 'posted' ELSE 'released' END
FROM /*rows $1 (id uuid, quantity_base bigint)*/ AS released
WHERE reservations.id = released.id AND reservations.status = 'open'
    AND reservations.quantity_base >= released.quantity_base
