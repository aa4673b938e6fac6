SELECT reservations.location_id, CAST(COUNT(*) AS BIGINT) AS picks
FROM waves
JOIN tours ON tours.wave_id = waves.id
JOIN picks ON picks.tour_id = tours.id
JOIN reservations ON reservations.id = picks.reservation_id
WHERE waves.warehouse_id = $1 AND waves.released_at_ms >= $2 AND picks.status <> 'cancelled'
GROUP BY reservations.location_id
