SELECT receipt_lines.id, receipt_lines.number, item_id, expected_base, received_base,
    receipt_lots.code, receipt_lots.quantity_base, receipt_lots.made_on, receipt_lots.expiry
FROM receipt_lines LEFT JOIN receipt_lots ON receipt_lots.receipt_line_id = receipt_lines.id
WHERE receipt_lines.receipt_id = $1
ORDER BY receipt_lines.number, receipt_lots.code
