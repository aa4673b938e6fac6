SELECT lots.id, items.sku, items.name, items.unit, lots.code, lots.implicit, lots.made_on, lots.best_before, lots.expiry,
    lots.removal_on, lots.received_on, lots.status, lots.status_reason,
    CAST(COALESCE((SELECT SUM(on_hand_base) FROM stock WHERE stock.lot_id = lots.id AND stock.warehouse_id = $2), 0) AS BIGINT)
        AS on_hand_base,
    CAST(COALESCE((SELECT SUM(reserved_base) FROM stock WHERE stock.lot_id = lots.id AND stock.warehouse_id = $2), 0) AS BIGINT)
        AS reserved_base,
    CAST(COALESCE((SELECT SUM(on_hand_base) FROM stock JOIN locations ON locations.id = stock.location_id
        WHERE stock.lot_id = lots.id AND stock.warehouse_id = $2 AND locations.kind = 'quarantine'), 0) AS BIGINT) AS quarantined_base
FROM lots JOIN items ON items.id = lots.item_id
WHERE lots.id = $1
