SELECT code, name, rule, orders_max, units_min, units_max, tours_max, automatic,
    (SELECT CAST(COUNT(*) AS BIGINT) FROM tours JOIN waves ON waves.id = tours.wave_id
    WHERE tours.warehouse_id = release_channels.warehouse_id AND tours.status IN ('open', 'claimed')
        AND waves.release_channel = release_channels.code) AS tours_running
FROM release_channels
WHERE warehouse_id = $1 AND ($2 IS NULL OR code = $2)
ORDER BY code
