INSERT INTO exceptions (id, warehouse_id, user_id, line_id, command_id, reason, commands, status, created_at_ms, refused_at_ms)
VALUES ($1, $2, $3, $4, $5, $6, 1, 'open', $7, $7)
ON CONFLICT (user_id, line_id) WHERE status = 'open' DO UPDATE SET commands = exceptions.commands + 1,
    refused_at_ms = excluded.refused_at_ms
RETURNING id, commands
