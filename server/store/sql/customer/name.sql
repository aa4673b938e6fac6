INSERT INTO customers (id, owner_id, code, name, remaining_days_min)
VALUES ($1, $2, $3, $4, 0)
ON CONFLICT (owner_id, code) DO UPDATE SET
    name = CASE WHEN excluded.name = '' THEN customers.name ELSE excluded.name END
RETURNING id, remaining_days_min
