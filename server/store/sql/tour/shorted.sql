SELECT reservations.location_id, reservations.lot_id, reservations.handling_unit_id
FROM picks JOIN reservations ON reservations.id = picks.reservation_id
WHERE picks.tour_id = $1 AND picks.status <> 'cancelled'
    AND reservations.quantity_base + reservations.posted_base < picks.quantity_base
