SELECT waves.id
FROM wave_releases JOIN waves ON waves.id = wave_releases.wave_id
WHERE waves.warehouse_id = $1 AND wave_releases.at_ms < $2
ORDER BY waves.id
