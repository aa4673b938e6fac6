SELECT stations.id, stations.warehouse_id, stations.code, stations.name, warehouses.name AS warehouse
FROM stations JOIN warehouses ON warehouses.id = stations.warehouse_id
WHERE stations.id = $1
