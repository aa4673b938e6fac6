INSERT INTO cut_offs (warehouse_id, carrier_id, minute) VALUES ($1, $2, $3)
ON CONFLICT (warehouse_id, carrier_id) DO UPDATE SET minute = excluded.minute
