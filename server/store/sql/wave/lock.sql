SELECT id FROM waves WHERE id /*among $1 (id uuid)*/
ORDER BY id
/*lock*/
