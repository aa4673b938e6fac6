-- I9: one operator at a time works on a tour. Expected: 1. Found: operators with a task on it.
SELECT 'tour ' || t.number, CAST(1 AS BIGINT), COUNT(DISTINCT k.user_id)
FROM tasks AS k JOIN tours AS t ON t.id = k.subject_id
WHERE k.kind = 'pick' AND k.status <> 'done'
GROUP BY t.id, t.number
HAVING COUNT(DISTINCT k.user_id) > 1
ORDER BY 1
