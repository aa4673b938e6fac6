SELECT stock.lot_id, lots.code, stock.handling_unit_id, stock.on_hand_base, stock.reserved_base,
    handling_units.order_id IS NOT NULL
        OR EXISTS (SELECT 1 FROM parcels WHERE parcels.handling_unit_id = stock.handling_unit_id) AS of_order
FROM stock
JOIN lots ON lots.id = stock.lot_id
LEFT JOIN handling_units ON handling_units.id = stock.handling_unit_id
WHERE stock.location_id = $1 AND stock.item_id = $2
ORDER BY lots.code, stock.lot_id, stock.handling_unit_id
