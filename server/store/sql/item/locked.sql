SELECT id FROM items WHERE owner_id = $1 AND sku = $2
/*lock*/
