SELECT order_lines.id AS line_id, order_lines.item_id, order_lines.picked_base, order_lines.packed_base,
    items.sku, items.name, items.unit, items.tracking,
    lots.id AS lot_id, lots.code AS lot, lots.expiry, lots.status AS lot_status,
    tote.id AS tote_id, tote.code AS tote, stock.location_id, stock.on_hand_base, parcel_lines.quantity_base AS checked_base
FROM order_lines
JOIN items ON items.id = order_lines.item_id
LEFT JOIN handling_units AS tote ON tote.order_id = order_lines.order_id AND tote.kind = 'tote'
LEFT JOIN stock ON stock.handling_unit_id = tote.id AND stock.item_id = order_lines.item_id
LEFT JOIN lots ON lots.id = stock.lot_id
LEFT JOIN parcel_lines ON parcel_lines.order_line_id = order_lines.id AND parcel_lines.lot_id = stock.lot_id
    AND parcel_lines.parcel_id = $2
WHERE order_lines.order_id = $1
ORDER BY order_lines.number, lots.expiry IS NULL, lots.expiry, lots.code, tote.code
