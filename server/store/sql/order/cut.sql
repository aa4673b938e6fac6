UPDATE order_lines SET cancelled_base = cancelled_base + cut.quantity_base, promised_base = 0
FROM /*rows $1 (id uuid, quantity_base bigint)*/ AS cut
WHERE order_lines.id = cut.id
