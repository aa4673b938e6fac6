INSERT INTO customers (id, owner_id, code, name, remaining_days_min)
VALUES ($1, $2, $3, COALESCE($4, ''), COALESCE($5, CAST(0 AS BIGINT)))
ON CONFLICT (owner_id, code) DO UPDATE SET name = COALESCE($4, customers.name),
    remaining_days_min = COALESCE($5, customers.remaining_days_min)
RETURNING name, remaining_days_min
