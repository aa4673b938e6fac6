UPDATE wave_releases SET at_ms = $2 WHERE wave_id = $1
