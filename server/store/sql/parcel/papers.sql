SELECT orders.number, orders.channel, orders.ship_to, orders.invoice_number, owners.code AS owner,
    carriers.code AS carrier_code, carriers.name AS carrier, carriers.tracking_prefix,
    warehouses.address AS sender, warehouses.gs1_prefix,
    parcels.id AS parcel_id, parcels.sscc, parcels.number AS parcel_number,
    (SELECT CAST(COUNT(*) AS BIGINT) FROM parcels AS all_of WHERE all_of.order_id = orders.id) AS total,
    parcels.tracking_code, parcels.status AS parcel_status, parcels.weight_g,
    (SELECT CAST(COALESCE(SUM(ordered_base - picked_base - short_base - cancelled_base), 0) AS BIGINT) FROM order_lines
        WHERE order_lines.order_id = orders.id) AS open_base
FROM orders
JOIN owners ON owners.id = orders.owner_id
JOIN carriers ON carriers.id = orders.carrier_id
JOIN warehouses ON warehouses.id = orders.warehouse_id
LEFT JOIN parcels ON parcels.order_id = orders.id
WHERE orders.id = $1
ORDER BY parcels.number
