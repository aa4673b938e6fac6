UPDATE order_lines SET promised_base = promised_base + more.quantity_base
FROM /*rows $1 (id uuid, quantity_base bigint)*/ AS more
WHERE order_lines.id = more.id
