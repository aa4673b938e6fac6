SELECT id, code, expiry, status FROM lots
WHERE item_id = $1 AND implicit
ORDER BY received_on DESC, code DESC
LIMIT 1
