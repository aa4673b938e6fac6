INSERT INTO warehouses (id, code, name, time_zone, gs1_prefix, address, shift_hours) VALUES ($1, $2, $3, $4, $5, $6, $7)
