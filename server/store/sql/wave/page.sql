SELECT id, number, status, released_at_ms, allocated_base, open_base, release_channel,
    (SELECT CAST(COUNT(*) AS BIGINT) FROM wave_orders WHERE wave_orders.wave_id = waves.id) AS orders
FROM waves
WHERE warehouse_id = $1 AND ($2 IS NULL OR id < $2)
ORDER BY id DESC
LIMIT $3
