-- I12: a count is posted while the location is as it was counted. Expected: the version at which it was counted. Found: the one at
-- which it was posted.
SELECT 'count of ' || l.code, COALESCE(c.location_version, -1), c.posted_version
FROM counts AS c JOIN locations AS l ON l.id = c.location_id
WHERE c.status = 'posted' AND c.posted_version IS NOT NULL AND c.posted_version <> COALESCE(c.location_version, -1)
ORDER BY 1
