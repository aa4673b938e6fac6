UPDATE order_lines SET short_base = ordered_base - picked_base - cancelled_base, promised_base = 0 WHERE order_id = $1
