DELETE FROM cut_offs WHERE warehouse_id = $1 AND carrier_id = $2
