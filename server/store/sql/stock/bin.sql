WITH wanted AS (SELECT id FROM /*rows $1 (id uuid)*/ AS one),
held AS (SELECT DISTINCT location_id, item_id, lot_id FROM stock WHERE location_id IN (SELECT id FROM wanted)),
load AS (
    SELECT location_id, COUNT(DISTINCT handling_unit_id) AS units,
        MAX(CASE WHEN handling_unit_id = $2 THEN 1 ELSE 0 END) AS loose, SUM(on_hand_base) AS quantity_base,
        SUM(on_hand_base * (SELECT MAX((weight_g * 1000 + quantity_base - 1) / quantity_base) FROM packagings WHERE packagings.item_id = stock.item_id)) AS weight_mg,
        SUM(on_hand_base * (SELECT MAX((length_mm * width_mm * height_mm + quantity_base - 1) / quantity_base) FROM packagings
        WHERE packagings.item_id = stock.item_id)) AS volume_mm3
    FROM stock WHERE location_id IN (SELECT id FROM wanted)
    GROUP BY location_id
)
SELECT locations.id, locations.code, COALESCE(zones.name, '') AS zone, locations.kind, pick_sequence, abc_class,
    units_max, weight_g_max, volume_ml_max, quantity_base_max, mixing, temperature_class, count_id IS NOT NULL AS counting,
    CAST(COALESCE(load.units, 0) AS BIGINT) AS units, COALESCE(load.loose, 0) = 1 AS loose,
    CAST(COALESCE(load.quantity_base, 0) AS BIGINT) AS quantity_base,
    CAST(COALESCE(load.weight_mg, 0) AS BIGINT) AS weight_mg, CAST(COALESCE(load.volume_mm3, 0) AS BIGINT) AS volume_mm3,
    held.item_id AS held_item_id, held.lot_id AS held_lot_id
FROM locations
LEFT JOIN zones ON zones.id = locations.zone_id
LEFT JOIN load ON load.location_id = locations.id
LEFT JOIN held ON held.location_id = locations.id
WHERE locations.id IN (SELECT id FROM wanted)
ORDER BY locations.id, held.item_id, held.lot_id
