INSERT INTO receipt_lines (id, receipt_id, number, item_id, expected_base, received_base)
SELECT id, $1, number, item_id, expected_base, 0
FROM /*rows $2 (id uuid, number bigint, item_id uuid, expected_base bigint)*/ AS line
