INSERT INTO counters (name, value)
SELECT name, 1 FROM /*rows $1 (name text)*/ AS wanted
WHERE TRUE
ON CONFLICT (name) DO UPDATE SET value = counters.value + excluded.value
RETURNING name, value
