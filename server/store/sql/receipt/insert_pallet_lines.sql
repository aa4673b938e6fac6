INSERT INTO receipt_pallet_lines (pallet_code, receipt_line_id, lot, quantity_base)
SELECT code, line_id, lot, quantity_base
FROM /*rows $1 (code text, line_id uuid, lot text, quantity_base bigint)*/ AS line
