SELECT layout_version FROM warehouses WHERE id = $1
