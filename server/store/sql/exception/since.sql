SELECT EXISTS (SELECT 1 FROM exceptions WHERE user_id = $1 AND line_id = $2 AND created_at_ms >= $3)
