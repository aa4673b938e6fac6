SELECT CAST(COUNT(*) AS BIGINT) FROM parcels
JOIN orders ON orders.id = parcels.order_id
WHERE parcels.warehouse_id = $1 AND parcels.status = 'closed' AND orders.status = 'packed'
