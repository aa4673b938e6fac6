SELECT waves.id, waves.number, wave_releases.digest
FROM wave_releases JOIN waves ON waves.id = wave_releases.wave_id
WHERE wave_releases.request_key = $1
