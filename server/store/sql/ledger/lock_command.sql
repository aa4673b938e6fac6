WITH moved AS MATERIALIZED (
    SELECT from_location_id AS id FROM movements WHERE command_id = $2 AND warehouse_id = $1
    UNION
    SELECT to_location_id FROM movements WHERE command_id = $2 AND warehouse_id = $1
), held AS (
    SELECT id FROM locations
    WHERE id IN (SELECT id FROM moved)
        AND kind NOT IN ('transit', 'supplier', 'customer', 'adjustment', 'scrap')
    ORDER BY id
    /*lock*/
)
SELECT locations.id, locations.kind, held.id IS NOT NULL
FROM moved
JOIN locations ON locations.id = moved.id
LEFT JOIN held ON held.id = locations.id
