SELECT id FROM receipts WHERE warehouse_id = $1 AND access_key = $2
