WITH places AS (
    SELECT id, ROW_NUMBER() OVER (PARTITION BY kind ORDER BY pick_sequence, code) AS place FROM locations
    WHERE warehouse_id = $1 AND kind /*among $2 (kind text)*/
),
held AS (
    SELECT id FROM locations
    WHERE id IN (SELECT id FROM places WHERE place = 1)
        AND kind NOT IN ('transit', 'supplier', 'customer', 'adjustment', 'scrap')
    ORDER BY id
    /*lock*/
)
SELECT locations.id, locations.kind, held.id IS NOT NULL
FROM locations LEFT JOIN held ON held.id = locations.id
WHERE locations.id IN (SELECT id FROM places WHERE place = 1)
