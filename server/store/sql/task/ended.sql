SELECT id, kind, user_id, subject_id, state, version FROM (
    SELECT id, kind, user_id, subject_id, state, version, changed_at_ms FROM tasks
    WHERE user_id = $2 AND status = 'done' AND warehouse_id = $1
    -- One that was put aside for long may have ended after younger ones.
    ORDER BY id DESC LIMIT 20
) AS last
ORDER BY changed_at_ms DESC
LIMIT 1
