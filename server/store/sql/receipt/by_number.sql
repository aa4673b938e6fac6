SELECT id, status <> 'closed' FROM receipts
WHERE warehouse_id = $1 AND number = $2
ORDER BY CASE status WHEN 'closed' THEN 1 ELSE 0 END, id
LIMIT 2
