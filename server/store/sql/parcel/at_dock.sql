SELECT parcels.status, orders.status AS order_status, parcels.order_id, parcels.sscc, orders.number AS order_number, parcels.number,
    (SELECT CAST(COUNT(*) AS BIGINT) FROM parcels AS all_of WHERE all_of.order_id = orders.id) AS total,
    (SELECT CAST(COUNT(*) AS BIGINT) FROM parcels AS all_of WHERE all_of.order_id = orders.id AND all_of.status <> 'shipped')
        AS remaining,
    parcels.tracking_code, carriers.name AS carrier, handling_units.location_id,
    (SELECT id FROM locations WHERE locations.warehouse_id = parcels.warehouse_id AND kind = 'customer'
        ORDER BY pick_sequence, code LIMIT 1) AS customer_id
FROM parcels
JOIN orders ON orders.id = parcels.order_id
JOIN carriers ON carriers.id = orders.carrier_id
JOIN handling_units ON handling_units.id = parcels.handling_unit_id
WHERE parcels.id = $1
/*lock orders*/
