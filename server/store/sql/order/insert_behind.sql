INSERT INTO orders (id, warehouse_id, owner_id, number, channel, ship_to, customer, city, carrier_id, invoice_number,
    remaining_days_min, ship_by, status, created_at_ms, customer_id, strategy, zones, fill, remainder, backorder_of, priority)
SELECT $2, warehouse_id, owner_id, $3, channel, ship_to, customer, city, carrier_id, NULL,
    remaining_days_min, ship_by, 'new', $4, customer_id, strategy, zones, fill, remainder, id, priority
FROM orders WHERE id = $1
ON CONFLICT (owner_id, number) DO NOTHING
