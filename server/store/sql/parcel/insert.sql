INSERT INTO parcels (id, warehouse_id, order_id, number, handling_unit_id, sscc, tracking_code, status, closed_at_ms,
    shipped_at_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', NULL, NULL)
