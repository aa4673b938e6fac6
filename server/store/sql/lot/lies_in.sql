SELECT DISTINCT warehouse_id FROM stock WHERE lot_id = $1 ORDER BY warehouse_id
