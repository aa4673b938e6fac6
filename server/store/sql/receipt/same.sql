SELECT id FROM receipts WHERE warehouse_id = $1 AND number = $2 AND supplier_id = $3 AND owner_id = $4 AND kind = $5
ORDER BY id LIMIT 1
