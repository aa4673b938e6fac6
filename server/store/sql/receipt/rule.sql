SELECT over_receipt_percent, blind_receipts FROM warehouses WHERE id = $1
