SELECT ways FROM warehouses WHERE id = $1
