INSERT INTO packagings (id, item_id, name, gtin, quantity_base, weight_g)
SELECT id, item_id, name, gtin, quantity_base, weight_g
FROM /*rows $1 (id uuid, item_id uuid, name text, gtin text, quantity_base bigint, weight_g bigint)*/ AS packaging
