-- Each leg behind a subject's figures, oldest first: a movement gives one where it went and one where it came from.
SELECT legs.id, legs.at_ms, legs.reason, items.sku, lots.code AS lot, places.code AS location, units.code AS unit_code,
    legs.quantity_base, others.code AS other, other_units.code AS other_unit_code, users.name AS actor, legs.command_id,
    legs.undoes_id, COALESCE(orders.number, receipts.number) AS document, legs.inward
FROM (
    SELECT id, at_ms, reason, lot_id, to_location_id AS location_id, to_handling_unit_id AS handling_unit_id, quantity_base,
        from_location_id AS other_id, from_handling_unit_id AS other_unit_id, actor_id, command_id, undoes_id, document_id,
        CAST(1 AS BIGINT) AS inward
    FROM movements WHERE warehouse_id = $1 AND (item_id = $2 OR lot_id = $2 OR to_location_id = $2)
    UNION ALL
    SELECT id, at_ms, reason, lot_id, from_location_id, from_handling_unit_id, -quantity_base, to_location_id,
        to_handling_unit_id, actor_id, command_id, undoes_id, document_id, CAST(0 AS BIGINT)
    FROM movements WHERE warehouse_id = $1 AND (item_id = $2 OR lot_id = $2 OR from_location_id = $2)
) AS legs
JOIN lots ON lots.id = legs.lot_id
JOIN items ON items.id = lots.item_id
JOIN locations AS places ON places.id = legs.location_id
JOIN locations AS others ON others.id = legs.other_id
LEFT JOIN handling_units AS units ON units.id = legs.handling_unit_id
LEFT JOIN handling_units AS other_units ON other_units.id = legs.other_unit_id
LEFT JOIN users ON users.id = legs.actor_id
LEFT JOIN orders ON orders.id = legs.document_id
LEFT JOIN receipts ON receipts.id = legs.document_id
WHERE (legs.at_ms, legs.id, legs.inward) > ($3, $4, $5)
ORDER BY legs.at_ms, legs.id, legs.inward
LIMIT $6
