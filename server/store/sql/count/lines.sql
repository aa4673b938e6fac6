SELECT count_lines.count_id, lots.item_id, count_lines.lot_id, count_lines.handling_unit_id, items.sku, items.name, items.unit,
    lots.code AS lot, lots.implicit, handling_units.code AS unit_code, count_lines.book_base, count_lines.counted_base,
    COALESCE(stock.reserved_base, 0) AS reserved_base
FROM count_lines
JOIN counts ON counts.id = count_lines.count_id
JOIN lots ON lots.id = count_lines.lot_id
JOIN items ON items.id = lots.item_id
LEFT JOIN handling_units ON handling_units.id = count_lines.handling_unit_id
LEFT JOIN stock ON stock.location_id = counts.location_id AND stock.lot_id = count_lines.lot_id
    AND stock.handling_unit_id = count_lines.handling_unit_id
WHERE count_lines.count_id /*among $1 (id uuid)*/
ORDER BY count_lines.count_id, items.sku, lots.code, count_lines.handling_unit_id
