UPDATE receipt_lines SET received_base = received_base + share.quantity_base,
    quarantined_base = receipt_lines.quarantined_base + share.quarantined_base
FROM /*rows $1 (line_id uuid, quantity_base bigint, quarantined_base bigint)*/ AS share
WHERE receipt_lines.id = share.line_id
