DELETE FROM packagings WHERE item_id = $1
