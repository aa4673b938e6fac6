WITH mine AS (
    SELECT id, kind, user_id, subject_id, state, version FROM tasks
    WHERE warehouse_id = $1 AND user_id = $2 AND status = 'open'
    /*lock*/
), receipt AS (
    SELECT receipts.id FROM receipts JOIN mine ON mine.subject_id = receipts.id
    /*lock receipts*/
), desk_order AS (
    SELECT orders.id FROM orders JOIN mine ON mine.subject_id = orders.id
    /*lock orders*/
)
SELECT mine.id, mine.kind, mine.user_id, mine.subject_id, mine.state, mine.version,
    commands.actor_id, commands.digest, commands.status, commands.reply,
    receipt.id AS receipt_id, desk_order.id AS order_id
FROM (SELECT 1 AS one) AS one
LEFT JOIN mine ON TRUE
LEFT JOIN receipt ON TRUE
LEFT JOIN desk_order ON TRUE
LEFT JOIN commands ON commands.key = $3
