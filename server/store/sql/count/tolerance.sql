SELECT count_tolerance_base, count_tolerance_permille FROM warehouses WHERE id = $1
