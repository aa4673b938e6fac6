SELECT wanted.location_id, wanted.lot_id, wanted.handling_unit_id,
    locations.kind IN ('supplier', 'customer', 'adjustment', 'scrap') AS account, locations.count_id IS NOT NULL AS counting,
    COALESCE(stock.on_hand_base, CAST(0 AS BIGINT)) AS on_hand_base, COALESCE(stock.reserved_base, CAST(0 AS BIGINT)) AS reserved_base,
    handling_units.id IS NOT NULL AND handling_units.location_id = wanted.location_id AS here,
    handling_units.order_id IS NOT NULL OR handling_units.parent_id IS NOT NULL
        OR EXISTS (SELECT 1 FROM tasks WHERE tasks.id = handling_units.task_id AND tasks.status = 'open')
        OR EXISTS (SELECT 1 FROM parcels WHERE parcels.handling_unit_id = handling_units.id) AS in_use,
    CAST(COALESCE((SELECT SUM(on_hand_base) FROM stock AS held WHERE held.handling_unit_id = handling_units.id), 0) AS BIGINT)
        AS holds_base
FROM /*rows $1 (location_id uuid, lot_id uuid, handling_unit_id uuid)*/ AS wanted
JOIN locations ON locations.id = wanted.location_id
LEFT JOIN stock ON stock.location_id = wanted.location_id AND stock.lot_id = wanted.lot_id
    AND stock.handling_unit_id = wanted.handling_unit_id
LEFT JOIN handling_units ON handling_units.id = wanted.handling_unit_id
