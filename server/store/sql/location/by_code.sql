SELECT id, code, kind, zone_id, pick_sequence, version FROM locations WHERE warehouse_id = $1 AND code = $2
