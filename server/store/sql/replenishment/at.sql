SELECT id FROM replenishments
WHERE location_id = $1 AND status = 'open'
ORDER BY EXISTS (SELECT 1 FROM tasks
        WHERE tasks.subject_id = replenishments.id AND tasks.kind = 'replenish' AND tasks.status = 'open'
            AND tasks.user_id = replenishments.user_id AND tasks.user_id <> $2),
    created_at_ms, id
LIMIT 1
/*lock*/
