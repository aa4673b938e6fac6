SELECT id, temperature_class, abc_class, strategy FROM items
WHERE id IN (SELECT id FROM /*rows $1 (id uuid)*/ AS wanted)
