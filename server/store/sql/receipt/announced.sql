SELECT receipt_pallet_lines.receipt_line_id, receipt_pallet_lines.lot, receipt_pallet_lines.quantity_base
FROM receipt_pallets JOIN receipt_pallet_lines ON receipt_pallet_lines.pallet_code = receipt_pallets.code
WHERE receipt_pallets.receipt_id = $1 AND receipt_pallets.code = $2
ORDER BY receipt_pallet_lines.receipt_line_id, receipt_pallet_lines.lot
