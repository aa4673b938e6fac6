SELECT id, number, item_id, ordered_base, promised_base, picked_base, short_base, cancelled_base FROM order_lines
WHERE order_id = $1
ORDER BY number
