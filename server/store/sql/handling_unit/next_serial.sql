INSERT INTO counters (name, value)
SELECT $2 || gs1_prefix, 1 FROM warehouses WHERE id = $1
ON CONFLICT (name) DO UPDATE SET value = counters.value + excluded.value
RETURNING substr(name, length($2) + 1) AS gs1_prefix, value
