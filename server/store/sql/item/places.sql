SELECT locations.kind, locations.temperature_class, MIN(locations.code)
FROM stock JOIN locations ON locations.id = stock.location_id
WHERE stock.item_id = $1
GROUP BY locations.kind, locations.temperature_class
ORDER BY locations.kind, locations.temperature_class
