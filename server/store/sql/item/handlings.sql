SELECT id, handling FROM items
WHERE handling <> 'normal' AND id /*among $1 (id uuid)*/
