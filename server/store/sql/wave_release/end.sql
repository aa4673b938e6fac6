DELETE FROM wave_releases WHERE wave_id = $1
