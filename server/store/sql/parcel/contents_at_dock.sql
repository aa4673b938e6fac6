SELECT stock.location_id, stock.handling_unit_id, stock.item_id, stock.lot_id, lots.code, lots.status, stock.on_hand_base,
    (SELECT CAST(COUNT(*) AS BIGINT) FROM parcels AS all_of WHERE all_of.order_id = parcels.order_id AND all_of.status <> 'shipped')
        AS remaining
FROM parcels
JOIN stock ON stock.handling_unit_id = parcels.handling_unit_id
JOIN lots ON lots.id = stock.lot_id
WHERE parcels.id = $1
ORDER BY stock.lot_id
