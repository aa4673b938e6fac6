SELECT handling_units.code
FROM handling_units JOIN locations ON locations.id = handling_units.location_id
WHERE locations.warehouse_id = $1 AND locations.kind = 'dock' AND handling_units.kind = 'pallet'
    AND EXISTS (SELECT 1 FROM stock WHERE stock.handling_unit_id = handling_units.id)
    AND NOT EXISTS (SELECT 1 FROM tasks
        WHERE tasks.id = handling_units.task_id AND tasks.status = 'open' AND tasks.id <> $2)
ORDER BY handling_units.created_at_ms, handling_units.code
LIMIT 20
