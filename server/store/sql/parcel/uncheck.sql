DELETE FROM parcel_lines
WHERE parcel_id = $2 AND (order_line_id, lot_id) IN (
    SELECT line_id, lot_id FROM /*rows $1 (line_id uuid, lot_id uuid)*/ AS checked
)
