-- I11: a command's movements are its actor's. Expected: 0. Found: movements of others.
SELECT 'command ' || MIN(c.key), CAST(0 AS BIGINT), COUNT(*)
FROM movements AS m JOIN commands AS c ON c.id = m.command_id
WHERE m.actor_id <> c.actor_id
GROUP BY c.id
ORDER BY 1
