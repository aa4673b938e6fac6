INSERT INTO tour_orders (tour_id, order_id, slot, handling_unit_id)
SELECT tour_id, order_id, slot, NULL FROM /*rows $1 (tour_id uuid, order_id uuid, slot bigint)*/ AS cart
