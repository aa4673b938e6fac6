SELECT orders.id, orders.owner_id, orders.number, orders.customer, carriers.name AS carrier, orders.status,
    (SELECT id FROM locations WHERE locations.warehouse_id = orders.warehouse_id AND kind = 'pack_desk'
        ORDER BY pick_sequence, code LIMIT 1) AS desk_id,
    filling.id AS parcel_id, filling.handling_unit_id AS unit_id, filling.number AS parcel_number,
    (SELECT CAST(COUNT(*) AS BIGINT) FROM parcels WHERE parcels.order_id = orders.id AND parcels.status <> 'open') AS closed,
    (SELECT CAST(COALESCE(SUM(ordered_base - picked_base - short_base - cancelled_base), 0) AS BIGINT) FROM order_lines
        WHERE order_lines.order_id = orders.id) AS left_base,
    (SELECT users.name FROM tasks JOIN users ON users.id = tasks.user_id
        WHERE tasks.subject_id = orders.id AND tasks.kind = 'pack' AND tasks.status = 'open' AND tasks.user_id <> $3
            AND EXISTS (SELECT 1 FROM sessions WHERE sessions.user_id = tasks.user_id
                AND ended_at_ms IS NULL AND expires_at_ms > $4)
        LIMIT 1) AS taken_by
FROM orders
JOIN carriers ON carriers.id = orders.carrier_id
LEFT JOIN parcels AS filling ON filling.order_id = orders.id AND filling.status = 'open'
WHERE orders.warehouse_id = $1 AND orders.id = $2
/*lock orders*/
