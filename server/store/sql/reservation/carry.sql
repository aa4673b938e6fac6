UPDATE reservations SET location_id = moved.to_location_id, handling_unit_id = moved.to_handling_unit_id
FROM /*rows $1 (location_id uuid, handling_unit_id uuid, lot_id uuid, to_location_id uuid, to_handling_unit_id uuid)*/ AS moved
WHERE reservations.location_id = moved.location_id AND reservations.lot_id = moved.lot_id
    AND reservations.handling_unit_id = moved.handling_unit_id AND reservations.status = 'open'
