INSERT INTO item_codes (owner_id, code, item_id, packaging_id)
SELECT owner_id, code, item_id, packaging_id
FROM /*rows $1 (owner_id uuid, code text, item_id uuid, packaging_id uuid)*/ AS code
