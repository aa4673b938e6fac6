INSERT INTO stations (id, warehouse_id, code, name, session_id)
SELECT $1, id, $3, $4, NULL FROM warehouses WHERE $2 = '' OR code = $2 ORDER BY code LIMIT 1
ON CONFLICT (warehouse_id, code) DO UPDATE SET name = excluded.name
RETURNING id
