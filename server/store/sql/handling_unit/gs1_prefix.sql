SELECT gs1_prefix FROM warehouses WHERE id = $1
