UPDATE order_lines SET cancelled_base = ordered_base - picked_base - short_base, promised_base = 0 WHERE order_id = $1
