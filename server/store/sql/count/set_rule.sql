UPDATE warehouses SET count_tolerance_base = $2, count_tolerance_permille = $3, zero_check = $4 WHERE id = $1
