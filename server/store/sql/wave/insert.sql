INSERT INTO waves (id, warehouse_id, number, status, released_at_ms, allocated_base, open_base, release_channel)
VALUES ($1, $2, $3, 'released', $4, $5, $6, $7)
