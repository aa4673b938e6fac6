SELECT
    (SELECT CAST(COUNT(*) AS BIGINT) FROM receipts WHERE warehouse_id = $1 AND status <> 'closed'),
    (SELECT CAST(COUNT(*) AS BIGINT) FROM handling_units JOIN locations ON locations.id = handling_units.location_id
        WHERE locations.warehouse_id = $1 AND locations.kind = 'dock' AND handling_units.kind = 'pallet'
            AND EXISTS (SELECT 1 FROM stock WHERE stock.handling_unit_id = handling_units.id)),
    (SELECT CAST(COUNT(*) AS BIGINT) FROM tours WHERE warehouse_id = $1 AND status = 'open'),
    (SELECT CAST(COUNT(*) AS BIGINT) FROM orders WHERE warehouse_id = $1 AND status IN ('picked', 'packing')),
    (SELECT CAST(COUNT(*) AS BIGINT) FROM parcels WHERE warehouse_id = $1 AND status = 'closed'),
    (SELECT CAST(COUNT(*) AS BIGINT) FROM counts WHERE warehouse_id = $1 AND status = 'open'),
    (SELECT CAST(COUNT(*) AS BIGINT) FROM replenishments WHERE warehouse_id = $1 AND status = 'open'),
    (SELECT CAST(COUNT(*) AS BIGINT) FROM handling_units
        WHERE handling_units.id IN (SELECT handling_unit_id FROM put_backs WHERE warehouse_id = $1 AND done_base < quantity_base)
            AND NOT EXISTS (SELECT 1 FROM tour_orders JOIN tours ON tours.id = tour_orders.tour_id
                WHERE tour_orders.order_id = handling_units.order_id AND tour_orders.handling_unit_id = handling_units.id
                    AND tours.status <> 'done'))
