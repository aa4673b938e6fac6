SELECT strategy FROM warehouses WHERE id = $1
