SELECT id, handling FROM items
WHERE handling <> 'normal' AND id IN (SELECT id FROM /*rows $1 (id uuid)*/ AS wanted)
