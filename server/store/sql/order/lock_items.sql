SELECT id FROM items
WHERE id /*among $1 (id uuid)*/
ORDER BY id
/*lock*/
