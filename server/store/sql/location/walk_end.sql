SELECT CAST(COUNT(DISTINCT aisle) AS BIGINT), CAST(COALESCE(MAX(pick_sequence), 0) AS BIGINT)
FROM locations WHERE warehouse_id = $1 AND aisle <> ''
