INSERT INTO item_codes (owner_id, code, item_id, packaging_id)
SELECT owner_id, $2, id, $3 FROM items WHERE id = $1
ON CONFLICT (owner_id, code) DO NOTHING
