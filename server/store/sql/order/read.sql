SELECT id, number, status, ship_by, created_at_ms, fill, remainder FROM orders
WHERE warehouse_id = $2 AND id IN (SELECT id FROM /*rows $1 (id uuid)*/ AS wanted)
ORDER BY id
