UPDATE print_jobs SET status = $3, reason = $4, bytes_sent = $5, next_try_ms = $6
WHERE id = $1 AND attempts = $2 AND (status = 'sending' OR (status = 'unknown' AND reason = 'station_lost'))
