SELECT tours.walk_mm, tours.done_at_ms - tours.claimed_at_ms AS took_ms,
    (SELECT CAST(COUNT(*) AS BIGINT) FROM picks WHERE picks.tour_id = tours.id AND picks.status = 'done') AS picks
FROM tours
WHERE tours.warehouse_id = $1 AND tours.done_at_ms IS NOT NULL AND tours.claimed_at_ms IS NOT NULL AND tours.walk_mm IS NOT NULL
ORDER BY tours.done_at_ms DESC
LIMIT $2
