WITH mine AS (
    SELECT id, kind, user_id, subject_id, state, version FROM tasks
    WHERE warehouse_id = $1 AND user_id = $2 AND status = 'open'
    /*lock*/
)
SELECT mine.id, mine.kind, mine.user_id, mine.subject_id, mine.state, mine.version,
    commands.actor_id, commands.digest, commands.status, commands.reply
FROM (SELECT 1 AS one) AS one
LEFT JOIN mine ON TRUE
LEFT JOIN commands ON commands.key = $3
