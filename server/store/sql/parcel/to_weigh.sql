SELECT parcels.id FROM tasks
JOIN parcels ON parcels.order_id = tasks.subject_id AND parcels.status = 'open'
WHERE tasks.user_id = $1 AND tasks.warehouse_id = $2 AND tasks.kind = 'pack' AND tasks.status = 'open'
