UPDATE receipt_lines SET sent_back_base = sent_back_base + share.quantity_base
FROM /*rows $1 (line_id uuid, quantity_base bigint)*/ AS share
WHERE receipt_lines.id = share.line_id
