SELECT id, kind, user_id, subject_id, state, version FROM tasks
WHERE warehouse_id = $1 AND user_id = $2 AND status = 'open'
