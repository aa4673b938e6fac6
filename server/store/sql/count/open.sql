INSERT INTO counts (id, warehouse_id, location_id, reason, status, recount_of, requested_by, created_at_ms)
SELECT id, $2, location_id, $3, 'open', $4, $5, $6
FROM /*rows $1 (id uuid, location_id uuid)*/ AS asked
WHERE TRUE
ON CONFLICT (location_id) WHERE status IN ('open', 'counted') DO NOTHING
