SELECT counts.id, counts.location_id, locations.code, counts.status, counts.location_version
FROM counts JOIN locations ON locations.id = counts.location_id
WHERE counts.id = $1 AND counts.warehouse_id = $2
