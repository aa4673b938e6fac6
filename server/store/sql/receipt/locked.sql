SELECT receipts.id AS receipt_id, receipts.owner_id, receipts.kind, receipts.blind, receipts.number, suppliers.name AS supplier,
    receipts.status, receipts.over_receipt_percent AS own_percent, warehouses.over_receipt_percent AS warehouse_percent,
    receipts.access_key, receipts.created_at_ms, receipt_lines.id AS line_id, receipt_lines.number AS line, receipt_lines.item_id,
    receipt_lines.expected_base, receipt_lines.received_base, receipt_lines.quarantined_base, receipt_lines.sent_back_base,
    receipt_lots.code AS lot, receipt_lots.quantity_base, receipt_lots.made_on, receipt_lots.expiry
FROM receipts
JOIN warehouses ON warehouses.id = receipts.warehouse_id
JOIN suppliers ON suppliers.id = receipts.supplier_id
LEFT JOIN receipt_lines ON receipt_lines.receipt_id = receipts.id
LEFT JOIN receipt_lots ON receipt_lots.receipt_line_id = receipt_lines.id
WHERE receipts.warehouse_id = $1 AND receipts.id = $2
ORDER BY receipt_lines.number, receipt_lots.code
/*lock receipts*/
