INSERT INTO receipts (id, warehouse_id, owner_id, supplier_id, kind, blind, number, access_key, over_receipt_percent, status,
    created_at_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'expected', $10)
ON CONFLICT (access_key) DO NOTHING
