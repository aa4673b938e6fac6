UPDATE stock SET reserved_base = reserved_base - freed.quantity_base
FROM /*rows $1 (location_id uuid, lot_id uuid, handling_unit_id uuid, quantity_base bigint)*/ AS freed
WHERE stock.location_id = freed.location_id AND stock.lot_id = freed.lot_id
    AND stock.handling_unit_id = freed.handling_unit_id AND stock.reserved_base >= freed.quantity_base
