SELECT receipts.id, receipts.number, receipts.access_key, suppliers.name, receipts.status, receipts.created_at_ms,
    (SELECT CAST(COUNT(*) AS BIGINT) FROM receipt_lines WHERE receipt_lines.receipt_id = receipts.id
        AND CASE WHEN receipts.blind AND receipts.status <> 'closed' THEN received_base > 0 ELSE received_base >= expected_base END),
    (SELECT CAST(COUNT(*) AS BIGINT) FROM receipt_lines WHERE receipt_lines.receipt_id = receipts.id),
    receipts.kind, receipts.blind
FROM receipts JOIN suppliers ON suppliers.id = receipts.supplier_id
WHERE receipts.warehouse_id = $1
    AND (CASE receipts.status WHEN 'closed' THEN 0 ELSE 1 END, receipts.created_at_ms, receipts.id) < ($2, $3, $4)
    AND ($6 = '' OR receipts.status = $6)
    AND ($7 = '' OR receipts.kind = $7)
    AND ($8 = '' OR lower(receipts.number) LIKE $8 ESCAPE '\' OR lower(receipts.access_key) = $9
        OR receipts.supplier_id /*among $10 (id uuid)*/)
ORDER BY CASE receipts.status WHEN 'closed' THEN 0 ELSE 1 END DESC, receipts.created_at_ms DESC, receipts.id DESC
LIMIT $5
