SELECT id, number, status, ship_by, created_at_ms, fill, remainder, priority,
    (SELECT minute FROM cut_offs
    WHERE cut_offs.warehouse_id = orders.warehouse_id AND cut_offs.carrier_id = orders.carrier_id) AS cut_off_min
FROM orders
WHERE warehouse_id = $2 AND id /*among $1 (id uuid)*/
ORDER BY id
/*lock*/
