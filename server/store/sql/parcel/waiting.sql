SELECT parcels.sscc, orders.number AS order_number, parcels.number,
    (SELECT CAST(COUNT(*) AS BIGINT) FROM parcels AS all_of WHERE all_of.order_id = orders.id) AS total,
    parcels.tracking_code, carriers.name AS carrier, CAST(COUNT(*) OVER () AS BIGINT) AS waiting
FROM parcels
JOIN orders ON orders.id = parcels.order_id
JOIN carriers ON carriers.id = orders.carrier_id
WHERE parcels.warehouse_id = $1 AND parcels.status = 'closed' AND orders.status = 'packed'
ORDER BY parcels.closed_at_ms, parcels.sscc
LIMIT $2
