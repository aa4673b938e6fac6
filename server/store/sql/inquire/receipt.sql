SELECT receipts.number, suppliers.name, receipts.status,
    (SELECT CAST(COUNT(*) AS BIGINT) FROM receipt_lines
        WHERE receipt_lines.receipt_id = receipts.id AND received_base >= expected_base),
    (SELECT CAST(COUNT(*) AS BIGINT) FROM receipt_lines WHERE receipt_lines.receipt_id = receipts.id)
FROM receipts JOIN suppliers ON suppliers.id = receipts.supplier_id
WHERE receipts.id = $1
