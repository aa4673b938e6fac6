SELECT layout_version, cross_aisles_mm FROM warehouses WHERE id = $1
