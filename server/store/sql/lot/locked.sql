SELECT id, item_id, code, expiry, status FROM lots WHERE item_id = $1 AND code = $2
/*lock*/
