SELECT code FROM locations
WHERE warehouse_id = $1 AND code /*among $2 (code text)*/
ORDER BY code
