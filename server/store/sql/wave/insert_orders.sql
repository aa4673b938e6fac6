INSERT INTO wave_orders (order_id, wave_id)
SELECT id, $2 FROM /*rows $1 (id uuid)*/ AS released
WHERE TRUE
ON CONFLICT (order_id) DO UPDATE SET wave_id = excluded.wave_id
