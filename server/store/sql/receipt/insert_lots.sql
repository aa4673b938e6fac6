INSERT INTO receipt_lots (receipt_line_id, code, quantity_base, made_on, expiry)
SELECT line_id, code, quantity_base, made_on, expiry
FROM /*rows $1 (line_id uuid, code text, quantity_base bigint, made_on date, expiry date)*/ AS lot
