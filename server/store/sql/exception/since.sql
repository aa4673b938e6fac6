SELECT EXISTS (SELECT 1 FROM exceptions WHERE user_id = $1 AND line_id = $2 AND refused_at_ms >= $3)
