INSERT INTO reservations (id, order_line_id, location_id, lot_id, handling_unit_id, quantity_base, posted_base, status,
    expires_at_ms)
SELECT id, order_line_id, location_id, lot_id, handling_unit_id, quantity_base, 0, 'open', CAST($2 AS BIGINT)
FROM /*rows $1 (id uuid, order_line_id uuid, location_id uuid, lot_id uuid, handling_unit_id uuid, quantity_base bigint)*/
    AS reservation
