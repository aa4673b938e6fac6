SELECT tours.status, COALESCE(tours.walk_mm, 0) AS walk_mm, tours.leaves_at_ms, CAST(COUNT(*) AS BIGINT) AS picks,
    CAST(SUM(CASE WHEN picks.status = 'open' THEN 1 ELSE 0 END) AS BIGINT) AS left_picks, tours.id
FROM tours
JOIN picks ON picks.tour_id = tours.id AND picks.status <> 'cancelled'
WHERE tours.warehouse_id = $1 AND tours.status IN ('open', 'claimed')
GROUP BY tours.id, tours.status, tours.walk_mm, tours.leaves_at_ms, tours.priority, tours.number
ORDER BY tours.leaves_at_ms, tours.priority DESC, tours.number
