UPDATE tasks SET state = $2, subject_id = $3, status = $4, version = version + 1, changed_at_ms = $5 WHERE id = $1
