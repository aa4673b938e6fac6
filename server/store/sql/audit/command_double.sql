-- I11: a command id stands once. Expected: 1. Found: rows.
SELECT 'command ' || MIN(key), CAST(1 AS BIGINT), COUNT(*)
FROM commands
GROUP BY id
HAVING COUNT(*) > 1
ORDER BY 1
