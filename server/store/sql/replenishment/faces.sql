SELECT locations.code, items.sku, items.name, items.unit, pick_faces.min_base, pick_faces.max_base,
    CAST(COALESCE((SELECT SUM(on_hand_base) FROM stock
        WHERE stock.location_id = pick_faces.location_id AND stock.item_id = pick_faces.item_id), 0) AS BIGINT) AS on_hand_base,
    CAST(COALESCE((SELECT SUM(reserved_base) FROM stock
        WHERE stock.location_id = pick_faces.location_id AND stock.item_id = pick_faces.item_id), 0) AS BIGINT) AS reserved_base
FROM pick_faces
JOIN locations ON locations.id = pick_faces.location_id
JOIN items ON items.id = pick_faces.item_id
WHERE locations.warehouse_id = $1 AND (locations.code, items.sku) > ($2, $3)
ORDER BY locations.code, items.sku
LIMIT $4
