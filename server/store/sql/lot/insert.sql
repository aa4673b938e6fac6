INSERT INTO lots (id, item_id, code, implicit, made_on, best_before, expiry, removal_on, received_on, status)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'released')
ON CONFLICT (item_id, code) DO NOTHING
