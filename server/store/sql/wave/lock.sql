SELECT id FROM waves WHERE id IN (SELECT id FROM /*rows $1 (id uuid)*/ AS wanted)
ORDER BY id
/*lock*/
