UPDATE order_lines SET ordered_base = ordered_base + becomes.more_base,
    cancelled_base = order_lines.cancelled_base + becomes.cancelled_base,
    short_base = order_lines.short_base - becomes.short_base,
    picked_base = order_lines.picked_base - becomes.picked_base,
    promised_base = becomes.promised_base
FROM /*rows $1 (id uuid, more_base bigint, cancelled_base bigint, short_base bigint, picked_base bigint,
    promised_base bigint)*/ AS becomes
WHERE order_lines.id = becomes.id
