SELECT number, epoch, id, type, subject_id, payload, at_ms FROM events
WHERE warehouse_id = $1 AND (epoch, number) > ($2, $3) AND /*settled*/
ORDER BY epoch, number
LIMIT $4
