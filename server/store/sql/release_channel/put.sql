INSERT INTO release_channels (id, warehouse_id, code, name, rule, orders_max, units_min, units_max, tours_max, automatic)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (warehouse_id, code) DO UPDATE SET name = excluded.name, rule = excluded.rule, orders_max = excluded.orders_max,
    units_min = excluded.units_min, units_max = excluded.units_max, tours_max = excluded.tours_max, automatic = excluded.automatic
