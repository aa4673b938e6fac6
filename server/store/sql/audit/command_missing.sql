-- I11: every movement since the oldest kept command names a command that has its reply. Expected: 0. Found: movements without.
SELECT i.sku || ' lot ' || o.code || ' (' || m.reason || ')', CAST(0 AS BIGINT), COUNT(*)
FROM movements AS m
JOIN lots AS o ON o.id = m.lot_id
JOIN items AS i ON i.id = o.item_id
WHERE m.at_ms >= (SELECT MIN(at_ms) FROM commands)
    AND NOT EXISTS (SELECT 1 FROM commands AS c WHERE c.id = m.command_id)
GROUP BY i.sku, o.code, m.reason
ORDER BY 1
