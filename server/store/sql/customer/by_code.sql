SELECT customers.code, customers.name, customers.remaining_days_min FROM customers
WHERE owner_id = $1 AND code = $2
