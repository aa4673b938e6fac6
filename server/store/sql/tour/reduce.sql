UPDATE picks SET
    quantity_base = CASE WHEN reduced.cancelled THEN picks.quantity_base ELSE picks.quantity_base - reduced.quantity_base END,
    status = CASE WHEN reduced.cancelled THEN 'cancelled' ELSE picks.status END
FROM /*rows $1 (id uuid, quantity_base bigint, cancelled boolean)*/ AS reduced
WHERE picks.id = reduced.id AND picks.status = 'open'
