SELECT tours.wave_id, tours.id, tours.number, tours.status, users.name AS operator,
    (SELECT CAST(COUNT(*) AS BIGINT) FROM picks WHERE picks.tour_id = tours.id AND picks.status IN ('done', 'short')) AS stops_done,
    (SELECT CAST(COUNT(*) AS BIGINT) FROM picks WHERE picks.tour_id = tours.id AND picks.status <> 'cancelled') AS stops,
    tours.walk_mm, tours.s_shape_mm, tours.by_bin_mm
FROM tours LEFT JOIN users ON users.id = tours.user_id
WHERE tours.wave_id /*among $1 (id uuid)*/
ORDER BY tours.number
