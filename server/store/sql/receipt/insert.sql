INSERT INTO receipts (id, warehouse_id, owner_id, supplier_id, number, access_key, status, created_at_ms)
VALUES ($1, $2, $3, $4, $5, $6, 'expected', $7)
ON CONFLICT (access_key) DO NOTHING
