INSERT INTO tours (id, warehouse_id, wave_id, number, status, user_id)
SELECT id, $2, $3, number, 'open', NULL FROM /*rows $1 (id uuid, number text)*/ AS tour
