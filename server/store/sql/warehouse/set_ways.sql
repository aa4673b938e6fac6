UPDATE warehouses SET ways = $2, layout_version = layout_version + 1 WHERE id = $1
