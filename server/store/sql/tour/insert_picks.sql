INSERT INTO picks (id, tour_id, sequence, order_id, order_line_id, reservation_id, quantity_base, picked_base, status)
SELECT id, tour_id, sequence, order_id, order_line_id, reservation_id, quantity_base, 0, 'open'
FROM /*rows $1 (id uuid, tour_id uuid, sequence bigint, order_id uuid, order_line_id uuid, reservation_id uuid,
    quantity_base bigint)*/ AS pick
