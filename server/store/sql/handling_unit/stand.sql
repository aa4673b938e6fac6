WITH RECURSIVE inside (id) AS (
    SELECT id FROM handling_units WHERE id = $1
    UNION
    SELECT handling_units.id FROM inside JOIN handling_units ON handling_units.parent_id = inside.id
)
UPDATE handling_units SET location_id = $2,
    task_id = CASE WHEN id = $1 THEN NULL ELSE task_id END,
    parent_id = CASE WHEN id = $1 THEN $3 ELSE parent_id END
WHERE id IN (SELECT id FROM inside)
