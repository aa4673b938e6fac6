SELECT id FROM orders WHERE owner_id = $1 AND number = $2
