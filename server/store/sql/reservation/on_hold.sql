SELECT order_lines.order_id, reservations.id, reservations.order_line_id, order_lines.item_id, reservations.lot_id,
    reservations.location_id, reservations.handling_unit_id, locations.pick_sequence, reservations.quantity_base
FROM order_lines
JOIN reservations ON reservations.order_line_id = order_lines.id AND reservations.status = 'open'
JOIN locations ON locations.id = reservations.location_id
WHERE order_lines.order_id /*among $1 (id uuid)*/
ORDER BY reservations.id
