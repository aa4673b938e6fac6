SELECT id FROM replenishments WHERE id = $1 AND warehouse_id = $2 AND status = 'open'
/*lock*/
