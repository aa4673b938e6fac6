INSERT INTO counts (id, warehouse_id, location_id, reason, status, location_version, posted_version, requested_by, counted_by,
    created_at_ms, counted_at_ms, posted_at_ms)
SELECT $1, warehouse_id, id, 'zero', 'posted', version, version, $3, $3, $4, $4, $4 FROM locations WHERE id = $2
