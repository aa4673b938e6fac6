SELECT tours.number, reservations.location_id, items.handling
FROM tours
JOIN picks ON picks.tour_id = tours.id
JOIN reservations ON reservations.id = picks.reservation_id
JOIN lots ON lots.id = reservations.lot_id
JOIN items ON items.id = lots.item_id
JOIN locations ON locations.id = reservations.location_id
WHERE tours.wave_id = $2 AND tours.warehouse_id = $1 AND picks.status <> 'cancelled'
ORDER BY tours.number, picks.sequence, locations.pick_sequence
