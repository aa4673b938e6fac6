-- I6: no unit is within itself, however far around. Expected: 0. Found: 1 for each unit in such a circle.
WITH RECURSIVE around (unit_id, outer_id) AS (
    SELECT id, parent_id FROM handling_units WHERE parent_id IS NOT NULL
    UNION
    SELECT a.unit_id, u.parent_id
    FROM around AS a JOIN handling_units AS u ON u.id = a.outer_id
    WHERE u.parent_id IS NOT NULL
)
SELECT u.code || ' is within itself', CAST(0 AS BIGINT), CAST(1 AS BIGINT)
FROM around AS a JOIN handling_units AS u ON u.id = a.unit_id
WHERE a.outer_id = a.unit_id
ORDER BY 1
