UPDATE order_lines SET promised_base =
    CASE WHEN promised_base > kept.quantity_base THEN promised_base - kept.quantity_base ELSE 0 END
FROM /*rows $1 (id uuid, quantity_base bigint)*/ AS kept
WHERE order_lines.id = kept.id
