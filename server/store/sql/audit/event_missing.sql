-- I13: every state that the outside must learn has its event. Expected: 1, at least. Found: 0.
SELECT f.thing || ' has no ' || f.type, CAST(1 AS BIGINT), CAST(0 AS BIGINT)
FROM (
    SELECT 'parcel ' || sscc || ' (' || status || ')' AS thing, id AS subject_id, 'parcel.closed' AS type
    FROM parcels WHERE status IN ('closed', 'shipped')
    UNION ALL
    SELECT 'order ' || number || ' (' || status || ')', id, 'order.packed'
    FROM orders WHERE status IN ('packed', 'shipped')
    UNION ALL
    SELECT 'order ' || number || ' (' || status || ')', id, 'order.shipped'
    FROM orders WHERE status = 'shipped'
    UNION ALL
    SELECT 'lot ' || code || ' (' || status || ')', id, 'lot.' || status
    FROM lots WHERE status <> 'released'
    UNION ALL
    SELECT DISTINCT 'correction of ' || CAST(at_ms AS TEXT), command_id, 'stock.adjusted'
    FROM movements WHERE reason = 'adjust'
    UNION ALL
    SELECT DISTINCT 'scrap of ' || CAST(at_ms AS TEXT), command_id, 'stock.scrapped'
    FROM movements WHERE reason = 'scrap'
    UNION ALL
    SELECT DISTINCT 'return of ' || CAST(movements.at_ms AS TEXT), movements.command_id,
        CASE WHEN locations.kind = 'supplier' THEN 'stock.sent_back' ELSE 'stock.returned' END
    FROM movements JOIN locations ON locations.id = movements.to_location_id
    WHERE movements.reason = 'return' AND locations.kind <> 'customer'
    UNION ALL
    SELECT DISTINCT 'undoing of ' || CAST(at_ms AS TEXT), command_id, 'movement.undone'
    FROM movements WHERE reason = 'undo'
) AS f
WHERE NOT EXISTS (SELECT 1 FROM events AS e WHERE e.subject_id = f.subject_id AND e.type = f.type)
ORDER BY 1
