UPDATE order_lines SET packed_base = packed_base + packed.quantity_base
FROM /*rows $1 (id uuid, quantity_base bigint)*/ AS packed
WHERE order_lines.id = packed.id
