INSERT INTO count_lines (count_id, lot_id, handling_unit_id, book_base, counted_base)
SELECT $2, lot_id, handling_unit_id, book_base, counted_base
FROM /*rows $1 (lot_id uuid, handling_unit_id uuid, book_base bigint, counted_base bigint)*/ AS line
