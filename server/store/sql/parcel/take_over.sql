UPDATE tasks SET status = 'done', version = version + 1, changed_at_ms = $3
WHERE subject_id = $1 AND kind = 'pack' AND user_id <> $2 AND status <> 'done'
