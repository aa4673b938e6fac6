WITH places AS (
    SELECT id FROM /*rows $1 (id uuid)*/ AS wanted
    UNION
    SELECT location_id FROM handling_units WHERE id = $2 AND location_id IS NOT NULL
    UNION
    SELECT stock.location_id FROM handling_units JOIN stock ON stock.handling_unit_id = handling_units.id
    WHERE handling_units.order_id = $3 AND handling_units.kind = 'tote'
),
held AS (
    SELECT id FROM locations
    WHERE id IN (SELECT id FROM places)
        AND kind NOT IN ('transit', 'supplier', 'customer', 'adjustment', 'scrap')
    ORDER BY id
    /*lock*/
)
SELECT locations.id, locations.kind, held.id IS NOT NULL
FROM locations LEFT JOIN held ON held.id = locations.id
WHERE locations.id IN (SELECT id FROM places)
