SELECT replenishments.id FROM replenishments
JOIN locations ON locations.id = replenishments.location_id
WHERE replenishments.warehouse_id = $1 AND replenishments.status = 'open'
    AND NOT EXISTS (SELECT 1 FROM tasks
        WHERE tasks.subject_id = replenishments.id AND tasks.kind = 'replenish' AND tasks.status = 'open'
            AND tasks.user_id = replenishments.user_id AND tasks.user_id <> $2)
ORDER BY locations.pick_sequence, locations.code, replenishments.id
LIMIT 1
/*lock replenishments*/
