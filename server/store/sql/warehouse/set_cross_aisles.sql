UPDATE warehouses SET cross_aisles_mm = $2 WHERE id = $1
