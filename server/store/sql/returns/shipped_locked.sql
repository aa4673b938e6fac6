SELECT orders.id AS order_id, orders.owner_id, orders.number, orders.customer, parcel_lines.parcel_id, parcel_lines.order_line_id,
    lots.item_id, lots.id AS lot_id, lots.code AS lot, lots.implicit, lots.expiry, lots.status,
    parcel_lines.quantity_base, parcel_lines.returned_base,
    CASE WHEN items.tracking = 'serial'
        THEN (SELECT CAST(COALESCE(SUM(stock.on_hand_base), 0) AS BIGINT) FROM stock WHERE stock.lot_id = lots.id)
        ELSE CAST(0 AS BIGINT) END AS on_hand_base
FROM orders
LEFT JOIN parcels ON parcels.order_id = orders.id AND parcels.status = 'shipped'
LEFT JOIN parcel_lines ON parcel_lines.parcel_id = parcels.id
LEFT JOIN lots ON lots.id = parcel_lines.lot_id
LEFT JOIN items ON items.id = lots.item_id
WHERE orders.warehouse_id = $1 AND orders.id = $2
ORDER BY parcels.number, parcel_lines.order_line_id, lots.code
/*lock orders*/
