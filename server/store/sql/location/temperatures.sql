SELECT DISTINCT stock.location_id, items.temperature_class
FROM stock JOIN items ON items.id = stock.item_id
WHERE stock.location_id /*among $1 (id uuid)*/
