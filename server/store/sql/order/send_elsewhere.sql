UPDATE orders SET ship_to = $2, customer = $3, city = $4 WHERE id = $1
