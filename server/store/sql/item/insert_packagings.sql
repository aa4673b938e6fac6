INSERT INTO packagings (id, item_id, name, gtin, quantity_base, weight_g, kind, length_mm, width_mm, height_mm)
SELECT id, item_id, name, gtin, quantity_base, weight_g, kind, length_mm, width_mm, height_mm
FROM /*rows $1 (id uuid, item_id uuid, name text, gtin text, quantity_base bigint, weight_g bigint, kind text,
    length_mm bigint, width_mm bigint, height_mm bigint)*/ AS packaging
