SELECT stock.handling_unit_id, stock.item_id, stock.lot_id,
    stock.on_hand_base - CAST(COALESCE((
        SELECT SUM(put_backs.quantity_base - put_backs.done_base) FROM put_backs
        WHERE put_backs.handling_unit_id = stock.handling_unit_id AND put_backs.lot_id = stock.lot_id
    ), 0) AS BIGINT)
FROM handling_units
JOIN stock ON stock.handling_unit_id = handling_units.id
JOIN lots ON lots.id = stock.lot_id
WHERE handling_units.order_id = $1 AND handling_units.kind = 'tote'
ORDER BY lots.expiry IS NULL, lots.expiry, lots.received_on, lots.id, handling_units.id
