SELECT counts.id, locations.code AS location, counts.reason, counts.status, requester.name AS requested_by,
    counter.name AS counted_by, counts.recount_of, counts.created_at_ms, counts.counted_at_ms
FROM counts
JOIN locations ON locations.id = counts.location_id
JOIN users AS requester ON requester.id = counts.requested_by
LEFT JOIN users AS counter ON counter.id = counts.counted_by
WHERE counts.warehouse_id = $1 AND ($2 IS NULL OR counts.status = $2) AND ($3 IS NULL OR counts.id < $3)
ORDER BY counts.id DESC
LIMIT $4
