SELECT handling_units.id, handling_units.code, users.name, tasks.status = 'open'
FROM handling_units
JOIN tasks ON tasks.id = handling_units.task_id
JOIN users ON users.id = tasks.user_id
WHERE tasks.subject_id = $1 AND tasks.id <> $2
ORDER BY handling_units.code
