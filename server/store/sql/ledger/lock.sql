WITH held AS (
    SELECT id FROM locations
    WHERE id /*among $1 (id uuid)*/
        AND kind NOT IN ('transit', 'supplier', 'customer', 'adjustment', 'scrap')
    ORDER BY id
    /*lock*/
)
SELECT locations.id, locations.kind, held.id IS NOT NULL
FROM locations LEFT JOIN held ON held.id = locations.id
WHERE locations.id /*among $1 (id uuid)*/
