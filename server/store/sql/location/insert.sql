INSERT INTO locations (id, warehouse_id, zone_id, code, kind, aisle, bay, level, position, x_mm, y_mm, pick_sequence,
    check_digits, units_max, mixing, version)
SELECT id, $2, zone_id, code, kind, aisle, bay, level, position, x_mm, y_mm, pick_sequence, check_digits, units_max, mixing, 0
FROM /*rows $1 (id uuid, zone_id uuid, code text, kind text, aisle text, bay bigint, level bigint, position bigint,
    x_mm bigint, y_mm bigint, pick_sequence bigint, check_digits text, units_max bigint, mixing text)*/ AS location
