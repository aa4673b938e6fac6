WITH RECURSIVE inside (id) AS (
    SELECT id FROM handling_units WHERE id = $2
    UNION
    SELECT handling_units.id FROM inside JOIN handling_units ON handling_units.parent_id = inside.id
)
SELECT handling_units.id, handling_units.code, handling_units.kind, handling_units.parent_id, handling_units.order_id,
    handling_units.location_id,
    NOT EXISTS (SELECT 1 FROM tour_orders JOIN tours ON tours.id = tour_orders.tour_id
        WHERE tour_orders.order_id = handling_units.order_id AND tours.status <> 'done') AS is_at_rest,
    EXISTS (SELECT 1 FROM parcels WHERE parcels.handling_unit_id = handling_units.id) AS is_parcel,
    handling_units.id IN (SELECT id FROM inside) AS is_within_source,
    CASE WHEN tasks.status = 'open' AND tasks.id <> $3 THEN users.name END AS holder
FROM /*rows $1 (id uuid)*/ AS wanted
JOIN handling_units ON handling_units.id = wanted.id
JOIN locations ON locations.id = handling_units.location_id
LEFT JOIN tasks ON tasks.id = handling_units.task_id
LEFT JOIN users ON users.id = tasks.user_id
