UPDATE warehouses SET strategy = $2 WHERE id = $1
