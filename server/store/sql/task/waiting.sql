SELECT
    (SELECT CAST(COUNT(*) AS BIGINT) FROM receipts WHERE warehouse_id = $1 AND status <> 'closed'),
    (SELECT CAST(COUNT(DISTINCT handling_units.id) AS BIGINT) FROM locations
        JOIN stock ON stock.location_id = locations.id
        JOIN handling_units ON handling_units.id = stock.handling_unit_id
        WHERE locations.warehouse_id = $1 AND locations.kind = 'dock' AND handling_units.kind = 'pallet'),
    (SELECT CAST(COUNT(*) AS BIGINT) FROM tours WHERE warehouse_id = $1 AND status = 'open'),
    (SELECT CAST(COUNT(*) AS BIGINT) FROM orders WHERE warehouse_id = $1 AND status IN ('picked', 'packing')),
    (SELECT CAST(COUNT(*) AS BIGINT) FROM parcels WHERE warehouse_id = $1 AND status = 'closed'),
    (SELECT CAST(COUNT(*) AS BIGINT) FROM counts WHERE warehouse_id = $1 AND status = 'open'),
    (SELECT CAST(COUNT(*) AS BIGINT) FROM replenishments WHERE warehouse_id = $1 AND status = 'open'),
    (SELECT CAST(COUNT(*) AS BIGINT) FROM handling_units
        WHERE handling_units.id IN (SELECT handling_unit_id FROM put_backs WHERE warehouse_id = $1 AND done_base < quantity_base)
            AND NOT EXISTS (SELECT 1 FROM tour_orders JOIN tours ON tours.id = tour_orders.tour_id
                WHERE tour_orders.order_id = handling_units.order_id AND tours.status <> 'done'))
