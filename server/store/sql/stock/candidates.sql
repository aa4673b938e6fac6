WITH goods AS (SELECT item_id, lot_id FROM /*rows $2 (item_id uuid, lot_id uuid)*/ AS one),
bins AS (
    SELECT locations.id, locations.code, COALESCE(zones.name, '') AS zone, locations.kind, pick_sequence, units_max, mixing,
        (SELECT CAST(COUNT(DISTINCT handling_unit_id) AS BIGINT) FROM stock WHERE stock.location_id = locations.id) AS units,
        CASE WHEN EXISTS (SELECT 1 FROM stock JOIN goods ON goods.lot_id = stock.lot_id
            WHERE stock.location_id = locations.id) THEN 1 ELSE 0 END AS same_lot,
        CASE WHEN EXISTS (SELECT 1 FROM stock JOIN goods ON goods.item_id = stock.item_id
            WHERE stock.location_id = locations.id) THEN 1 ELSE 0 END AS same_item
    FROM locations LEFT JOIN zones ON zones.id = locations.zone_id
    WHERE locations.warehouse_id = $1 AND locations.kind IN ('storage', 'pick_face')
)
SELECT id, code, zone, kind, pick_sequence, units_max, mixing, units FROM bins
WHERE (units_max IS NULL OR units < units_max)
    AND (mixing = 'any' OR same_item = 1
        OR (units = 0 AND ($3 = 1 OR (mixing = 'one_item' AND $4 = 1))))
ORDER BY same_lot DESC, CASE WHEN units = 0 THEN 0 ELSE 1 END, pick_sequence, code
LIMIT 40
