INSERT INTO put_backs (id, warehouse_id, order_line_id, handling_unit_id, lot_id, quantity_base, done_base, created_at_ms)
SELECT id, $2, order_line_id, handling_unit_id, lot_id, quantity_base, 0, $3
FROM /*rows $1 (id uuid, order_line_id uuid, handling_unit_id uuid, lot_id uuid, quantity_base bigint)*/ AS asked
