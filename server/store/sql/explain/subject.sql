-- The items, lots or locations that a code names; a lot's code may be used by several items.
SELECT items.id, items.sku FROM items WHERE $2 = 'item' AND items.sku = $3
UNION ALL
SELECT lots.id, items.sku || ' ' || lots.code
FROM lots JOIN items ON items.id = lots.item_id
WHERE $2 = 'lot' AND lots.code = $3 AND ($4 = '' OR items.sku = $4)
UNION ALL
SELECT locations.id, locations.code FROM locations
WHERE $2 = 'location' AND locations.warehouse_id = $1 AND locations.code = $3
ORDER BY 2
LIMIT 3
