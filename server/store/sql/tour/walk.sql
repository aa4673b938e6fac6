SELECT picks.sequence, locations.pick_sequence
FROM picks
JOIN reservations ON reservations.id = picks.reservation_id
JOIN locations ON locations.id = reservations.location_id
WHERE picks.tour_id = $1 AND picks.status = 'open'
ORDER BY picks.sequence, locations.pick_sequence
