UPDATE parcel_lines SET returned_base = parcel_lines.returned_base + share.quantity_base
FROM /*rows $1 (parcel_id uuid, line_id uuid, lot_id uuid, quantity_base bigint)*/ AS share
WHERE parcel_lines.parcel_id = share.parcel_id AND parcel_lines.order_line_id = share.line_id
    AND parcel_lines.lot_id = share.lot_id
