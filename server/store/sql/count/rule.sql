SELECT count_tolerance_base, count_tolerance_permille, zero_check FROM warehouses WHERE id = $1
