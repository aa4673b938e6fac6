SELECT replenishments.id, locations.code AS location, items.sku, items.name, items.unit, replenishments.reason,
    replenishments.status, replenishments.quantity_base, replenishments.done_base, users.name AS operator,
    replenishments.created_at_ms
FROM replenishments
JOIN locations ON locations.id = replenishments.location_id
JOIN items ON items.id = replenishments.item_id
LEFT JOIN users ON users.id = replenishments.user_id
WHERE replenishments.warehouse_id = $1 AND ($2 IS NULL OR replenishments.id < $2)
ORDER BY replenishments.id DESC
LIMIT $3
