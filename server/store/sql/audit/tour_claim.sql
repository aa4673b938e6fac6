-- I9: a claimed tour has its operator, and one that nobody has claimed has none. Expected and found: operators.
SELECT 'tour ' || number || ' (' || status || ')', CASE WHEN status = 'claimed' THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END,
    CASE WHEN user_id IS NULL THEN CAST(0 AS BIGINT) ELSE CAST(1 AS BIGINT) END
FROM tours
WHERE (status = 'claimed' AND user_id IS NULL) OR (status = 'open' AND user_id IS NOT NULL)
ORDER BY 1
