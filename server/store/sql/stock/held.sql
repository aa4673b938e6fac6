SELECT DISTINCT location_id, item_id, lot_id FROM stock
WHERE location_id IN (SELECT id FROM /*rows $1 (id uuid)*/ AS wanted)
ORDER BY location_id, item_id, lot_id
