SELECT parcels.sscc, orders.number AS order_number, parcels.number, carriers.name AS carrier, parcels.tracking_code,
    parcels.status, lots.item_id, lots.code AS lot, lots.implicit, lots.expiry, parcel_lines.quantity_base
FROM parcels
JOIN orders ON orders.id = parcels.order_id
JOIN carriers ON carriers.id = orders.carrier_id
LEFT JOIN parcel_lines ON parcel_lines.parcel_id = parcels.id
LEFT JOIN lots ON lots.id = parcel_lines.lot_id
WHERE parcels.id = $1
ORDER BY lots.item_id, lots.code
