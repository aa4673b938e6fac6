SELECT receipts.number, suppliers.name, receipts.status,
    (SELECT CAST(COUNT(*) AS BIGINT) FROM receipt_lines WHERE receipt_lines.receipt_id = receipts.id
        AND CASE WHEN receipts.blind THEN received_base > 0 ELSE received_base >= expected_base END),
    CASE WHEN receipts.blind THEN CAST(0 AS BIGINT)
        ELSE (SELECT CAST(COUNT(*) AS BIGINT) FROM receipt_lines WHERE receipt_lines.receipt_id = receipts.id) END,
    receipts.blind
FROM receipts JOIN suppliers ON suppliers.id = receipts.supplier_id
WHERE receipts.id = $1
