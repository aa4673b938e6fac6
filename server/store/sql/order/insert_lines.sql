INSERT INTO order_lines (id, order_id, number, item_id, ordered_base, promised_base, picked_base, short_base,
    cancelled_base, packed_base)
SELECT id, $2, number, item_id, ordered_base, promised_base, 0, 0, 0, 0
FROM /*rows $1 (id uuid, number bigint, item_id uuid, ordered_base bigint, promised_base bigint)*/ AS line
