INSERT INTO exceptions (id, warehouse_id, user_id, line_id, command_id, reason, commands, moved_base, location_id, sku, lot,
    unit_code, status, created_at_ms)
VALUES ($1, $2, $3, $4, $5, $6, 1, $7, (SELECT id FROM locations WHERE id = $8 AND warehouse_id = $2), $9, $10, $11, 'open', $12)
ON CONFLICT (user_id, line_id) WHERE status = 'open' DO UPDATE SET commands = exceptions.commands + 1,
    moved_base = CASE WHEN excluded.moved_base IS NULL THEN exceptions.moved_base
        ELSE COALESCE(exceptions.moved_base, 0) + excluded.moved_base END,
    location_id = COALESCE(excluded.location_id, exceptions.location_id),
    sku = CASE WHEN excluded.sku = '' THEN exceptions.sku ELSE excluded.sku END,
    lot = CASE WHEN excluded.lot = '' THEN exceptions.lot ELSE excluded.lot END,
    unit_code = CASE WHEN excluded.unit_code = '' THEN exceptions.unit_code ELSE excluded.unit_code END
RETURNING id, commands, location_id
