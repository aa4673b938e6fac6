UPDATE locations SET zone_id = new.zone_id, parent_id = new.parent_id, kind = new.kind, aisle = new.aisle, bay = new.bay,
    level = new.level, position = new.position, pick_sequence = new.pick_sequence, check_digits = new.check_digits,
    mixing = new.mixing, units_max = new.units_max, weight_g_max = new.weight_g_max, volume_ml_max = new.volume_ml_max,
    quantity_base_max = new.quantity_base_max, temperature_class = new.temperature_class, abc_class = new.abc_class
FROM /*rows $1 (id uuid, zone_id uuid, parent_id uuid, kind text, aisle text, bay bigint, level bigint, position bigint,
    pick_sequence bigint, check_digits text, mixing text, units_max bigint, weight_g_max bigint, volume_ml_max bigint,
    quantity_base_max bigint, temperature_class text, abc_class text)*/ AS new
WHERE locations.id = new.id
