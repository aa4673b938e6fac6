SELECT order_lines.order_id, reservations.id, reservations.order_line_id, reservations.location_id,
    reservations.handling_unit_id, reservations.lot_id, reservations.quantity_base,
    picks.id AS pick_id, picks.tour_id, picks.sequence
FROM order_lines
JOIN reservations ON reservations.order_line_id = order_lines.id AND reservations.status = 'open'
LEFT JOIN picks ON picks.order_line_id = order_lines.id AND picks.reservation_id = reservations.id AND picks.status = 'open'
WHERE order_lines.order_id /*among $1 (id uuid)*/
ORDER BY reservations.id
