SELECT orders.number, orders.channel, orders.ship_to, orders.invoice_number, owners.code AS owner,
    carriers.code AS carrier_code, carriers.name AS carrier, carriers.tracking_prefix,
    warehouses.address AS sender, warehouses.gs1_prefix
FROM orders
JOIN owners ON owners.id = orders.owner_id
JOIN carriers ON carriers.id = orders.carrier_id
JOIN warehouses ON warehouses.id = orders.warehouse_id
WHERE orders.id = $1
