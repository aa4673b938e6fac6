DELETE FROM item_codes WHERE item_id = $1
