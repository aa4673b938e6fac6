SELECT id, number, warehouse_id FROM receipts WHERE access_key = $1
