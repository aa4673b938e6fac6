SELECT id, kind, length_mm, width_mm, height_mm FROM packagings
WHERE item_id IN (SELECT id FROM /*rows $1 (id uuid)*/ AS wanted)
