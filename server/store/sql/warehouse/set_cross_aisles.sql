UPDATE warehouses SET cross_aisles_mm = $2, layout_version = layout_version + 1 WHERE id = $1
