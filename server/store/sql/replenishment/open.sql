INSERT INTO replenishments (id, warehouse_id, location_id, item_id, reason, quantity_base, done_base, status, created_at_ms)
SELECT id, $2, location_id, item_id, reason, quantity_base, 0, 'open', $3
FROM /*rows $1 (id uuid, location_id uuid, item_id uuid, reason text, quantity_base bigint)*/ AS due
WHERE TRUE
ON CONFLICT (location_id, item_id) WHERE status = 'open' DO NOTHING
