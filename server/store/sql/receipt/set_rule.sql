UPDATE warehouses SET over_receipt_percent = $2, blind_receipts = $3 WHERE id = $1
