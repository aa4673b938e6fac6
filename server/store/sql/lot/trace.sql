-- Where a lot went: one row for each thing that it touched.
WITH came AS (
    SELECT movements.document_id,
        CASE WHEN origins.kind = 'supplier' THEN movements.quantity_base ELSE -movements.quantity_base END AS quantity_base
    FROM movements JOIN locations AS origins ON origins.id = movements.from_location_id
    WHERE movements.lot_id = $1 AND movements.warehouse_id = $2 AND movements.reason = 'receive'
),
lies AS (
    SELECT stock.location_id, stock.handling_unit_id, stock.on_hand_base, stock.reserved_base
    FROM stock WHERE stock.lot_id = $1 AND stock.warehouse_id = $2
),
packed AS (
    SELECT parcels.id, parcels.sscc, parcels.status, parcels.order_id, SUM(parcel_lines.quantity_base) AS quantity_base
    FROM parcel_lines JOIN parcels ON parcels.id = parcel_lines.parcel_id
    WHERE parcel_lines.lot_id = $1 AND parcels.warehouse_id = $2
    GROUP BY parcels.id, parcels.sscc, parcels.status, parcels.order_id
),
served AS (
    SELECT order_lines.order_id, SUM(taken.posted_base) AS picked_base, SUM(taken.quantity_base) AS reserved_base
    FROM (
        SELECT order_line_id, posted_base, quantity_base FROM reservations WHERE lot_id = $1
        UNION ALL
        SELECT order_line_id, -quantity_base, 0 FROM put_backs WHERE lot_id = $1
    ) AS taken
    JOIN order_lines ON order_lines.id = taken.order_line_id
    GROUP BY order_lines.order_id
    HAVING SUM(taken.posted_base) > 0 OR SUM(taken.quantity_base) > 0
)
SELECT 'receipt' AS kind, COALESCE(receipts.number, '') AS name, COALESCE(suppliers.name, '') AS part_of,
    COALESCE(receipts.status, '') AS status, CAST(SUM(came.quantity_base) AS BIGINT) AS quantity_base,
    CAST(0 AS BIGINT) AS reserved_base
FROM came
LEFT JOIN receipts ON receipts.id = came.document_id
LEFT JOIN suppliers ON suppliers.id = receipts.supplier_id
GROUP BY receipts.id, receipts.number, suppliers.name, receipts.status
UNION ALL
SELECT 'location', locations.code, COALESCE(zones.name, ''), locations.kind, CAST(SUM(lies.on_hand_base) AS BIGINT),
    CAST(SUM(lies.reserved_base) AS BIGINT)
FROM lies
JOIN locations ON locations.id = lies.location_id
LEFT JOIN zones ON zones.id = locations.zone_id
GROUP BY locations.id, locations.code, zones.name, locations.kind
UNION ALL
SELECT 'unit', handling_units.code, locations.code, handling_units.kind, lies.on_hand_base, lies.reserved_base
FROM lies
JOIN handling_units ON handling_units.id = lies.handling_unit_id
JOIN locations ON locations.id = lies.location_id
UNION ALL
SELECT 'order', orders.number, orders.customer, orders.status, CAST(served.picked_base AS BIGINT),
    CAST(served.reserved_base AS BIGINT)
FROM served JOIN orders ON orders.id = served.order_id
WHERE orders.warehouse_id = $2
UNION ALL
SELECT 'parcel', packed.sscc, orders.number, packed.status, CAST(packed.quantity_base AS BIGINT), CAST(0 AS BIGINT)
FROM packed JOIN orders ON orders.id = packed.order_id
UNION ALL
SELECT 'customer', orders.customer, orders.city, 'shipped', CAST(SUM(packed.quantity_base) AS BIGINT), CAST(0 AS BIGINT)
FROM packed JOIN orders ON orders.id = packed.order_id
WHERE packed.status = 'shipped'
GROUP BY orders.customer, orders.city
ORDER BY 1, 2, 3
