WITH goods AS (SELECT item_id, lot_id FROM /*rows $2 (item_id uuid, lot_id uuid)*/ AS one),
bins AS (
    SELECT id, code, pick_sequence, mixing, abc_class, units_max, weight_g_max, volume_ml_max, quantity_base_max,
        (SELECT COUNT(DISTINCT handling_unit_id) FROM stock WHERE stock.location_id = locations.id) AS units,
        id IN (SELECT stock.location_id FROM stock JOIN goods ON goods.lot_id = stock.lot_id) AS same_lot,
        id IN (SELECT stock.location_id FROM stock JOIN goods ON goods.item_id = stock.item_id
            WHERE stock.warehouse_id = $1) AS same_item
    FROM locations
    WHERE warehouse_id = $1 AND kind IN ('storage', 'pick_face') AND count_id IS NULL AND temperature_class = $3
)
SELECT id FROM bins
WHERE (units_max IS NULL OR units < units_max)
    AND (mixing = 'any'
        OR (mixing = 'one_item' AND $4 >= 1 AND NOT EXISTS (SELECT 1 FROM stock
            WHERE stock.location_id = bins.id AND stock.item_id NOT IN (SELECT item_id FROM goods)))
        OR (mixing = 'one_lot' AND $4 >= 2 AND NOT EXISTS (SELECT 1 FROM stock
            WHERE stock.location_id = bins.id AND stock.lot_id NOT IN (SELECT lot_id FROM goods))))
    AND (quantity_base_max IS NULL
        OR (SELECT COALESCE(SUM(on_hand_base), 0) FROM stock WHERE stock.location_id = bins.id) + $5 <= quantity_base_max)
    AND (weight_g_max IS NULL OR $6 = 0 OR weight_g_max * 1000 >= $6 + (
        SELECT COALESCE(SUM(on_hand_base * (SELECT MAX((weight_g * 1000 + quantity_base - 1) / quantity_base) FROM packagings WHERE packagings.item_id = stock.item_id)), 0)
        FROM stock WHERE stock.location_id = bins.id))
    AND (volume_ml_max IS NULL OR $7 = 0 OR volume_ml_max * 1000 >= $7 + (
        SELECT COALESCE(SUM(on_hand_base * (SELECT MAX((length_mm * width_mm * height_mm + quantity_base - 1) / quantity_base) FROM packagings
        WHERE packagings.item_id = stock.item_id)), 0)
        FROM stock WHERE stock.location_id = bins.id))
ORDER BY CASE WHEN same_lot THEN 0 WHEN same_item AND (mixing = 'one_item' OR $8 = 1) THEN 1 WHEN units = 0 THEN 2 ELSE 3 END,
    CASE WHEN abc_class = $9 THEN 0 WHEN abc_class IS NULL THEN 1 ELSE 2 END, pick_sequence, code
LIMIT 40
