INSERT INTO movements (id, warehouse_id, command_id, actor_id, at_ms, reason, item_id, lot_id, quantity_base,
    from_location_id, from_handling_unit_id, to_location_id, to_handling_unit_id, document_id, undoes_id)
SELECT id, $2, $3, $4, $5, reason, item_id, lot_id, quantity_base,
    from_location_id, from_handling_unit_id, to_location_id, to_handling_unit_id, $6, undoes_id
FROM /*rows $1 (id uuid, reason text, item_id uuid, lot_id uuid, quantity_base bigint, from_location_id uuid,
    from_handling_unit_id uuid, to_location_id uuid, to_handling_unit_id uuid, undoes_id uuid)*/ AS movement
