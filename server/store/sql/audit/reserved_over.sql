-- I3: reserved lies between 0 and on hand. Expected: on hand, the most it may be. Found: reserved.
SELECT l.code || COALESCE(' / ' || u.code, '') || ': ' || i.sku || ' lot ' || o.code, s.on_hand_base, s.reserved_base
FROM stock AS s
JOIN locations AS l ON l.id = s.location_id
JOIN lots AS o ON o.id = s.lot_id
JOIN items AS i ON i.id = o.item_id
LEFT JOIN handling_units AS u ON u.id = s.handling_unit_id
WHERE s.reserved_base < 0 OR s.reserved_base > s.on_hand_base
ORDER BY 1
