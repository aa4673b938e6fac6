-- I13: what a webhook is told was an event. Expected: 0. Found: deliveries of events that are not there.
SELECT 'webhook ' || w.url, CAST(0 AS BIGINT), COUNT(*)
FROM webhook_deliveries AS d
JOIN webhooks AS w ON w.id = d.webhook_id
WHERE NOT EXISTS (SELECT 1 FROM events AS e WHERE e.id = d.event_id)
GROUP BY w.url
ORDER BY 1
