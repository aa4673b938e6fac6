INSERT INTO parcel_lines (parcel_id, order_line_id, lot_id, quantity_base)
SELECT $2, line_id, lot_id, quantity_base FROM /*rows $1 (line_id uuid, lot_id uuid, quantity_base bigint)*/ AS checked
WHERE TRUE
ON CONFLICT (parcel_id, order_line_id, lot_id) DO UPDATE SET quantity_base = excluded.quantity_base
