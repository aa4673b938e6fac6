-- I6: a unit within another stands where the other does. Expected: 1 place. Found: 2.
SELECT c.code || ' stands in ' || COALESCE(cl.code, 'no place') || ', ' || p.code || ' around it in '
        || COALESCE(pl.code, 'no place'),
    CAST(1 AS BIGINT), CAST(2 AS BIGINT)
FROM handling_units AS c
JOIN handling_units AS p ON p.id = c.parent_id
LEFT JOIN locations AS cl ON cl.id = c.location_id
LEFT JOIN locations AS pl ON pl.id = p.location_id
WHERE COALESCE(cl.code, '') <> COALESCE(pl.code, '') OR c.warehouse_id <> p.warehouse_id
ORDER BY 1
