INSERT INTO movements (id, warehouse_id, command_id, actor_id, at_ms, reason, item_id, lot_id, quantity_base,
    from_location_id, from_handling_unit_id, to_location_id, to_handling_unit_id, document_id, undoes_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
