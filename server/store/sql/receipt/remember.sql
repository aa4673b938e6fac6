INSERT INTO supplier_items (supplier_id, code, item_id)
SELECT $1, code, item_id FROM /*rows $2 (code text, item_id uuid)*/ AS known
WHERE TRUE
ON CONFLICT (supplier_id, code) DO UPDATE SET item_id = excluded.item_id
