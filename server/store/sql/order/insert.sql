INSERT INTO orders (id, warehouse_id, owner_id, number, channel, ship_to, customer, city, carrier_id, invoice_number,
    remaining_days_min, ship_by, status, created_at_ms, customer_id, strategy, zones, fill, remainder, backorder_of, priority)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'new', $13, $14, $15, $16, $17, $18, $19, $20)
ON CONFLICT (owner_id, number) DO NOTHING
