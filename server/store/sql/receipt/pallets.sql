SELECT receipt_pallets.code, handling_units.id IS NOT NULL
FROM receipt_pallets LEFT JOIN handling_units ON handling_units.code = receipt_pallets.code
WHERE receipt_pallets.receipt_id = $1
ORDER BY receipt_pallets.code
