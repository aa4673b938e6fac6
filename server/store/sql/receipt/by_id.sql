SELECT receipts.id, receipts.owner_id, receipts.number, suppliers.name, receipts.status, receipts.access_key,
    receipts.created_at_ms
FROM receipts JOIN suppliers ON suppliers.id = receipts.supplier_id
WHERE receipts.warehouse_id = $1 AND receipts.id = $2
