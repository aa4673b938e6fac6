SELECT handling_units.id, handling_units.code, handling_units.kind, handling_units.location_id, handling_units.order_id,
    NOT EXISTS (SELECT 1 FROM stock WHERE stock.handling_unit_id = handling_units.id) AS empty,
    parcels.id AS parcel_id, parcels.order_id AS parcel_order_id
FROM handling_units LEFT JOIN parcels ON parcels.handling_unit_id = handling_units.id
WHERE handling_units.warehouse_id = $1 AND handling_units.code = $2
