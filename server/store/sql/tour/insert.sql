INSERT INTO tours (id, warehouse_id, wave_id, number, status, user_id, walk_mm, s_shape_mm, by_bin_mm,
    leaves_at_ms, priority)
SELECT id, $2, $3, number, 'open', NULL, walk_mm, s_shape_mm, by_bin_mm, leaves_at_ms, priority
FROM /*rows $1 (id uuid, number text, walk_mm bigint, s_shape_mm bigint, by_bin_mm bigint, leaves_at_ms bigint, priority bigint)*/ AS tour
