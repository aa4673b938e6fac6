SELECT layout_version, cross_aisles_mm, ways FROM warehouses WHERE id = $1
