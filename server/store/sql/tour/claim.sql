UPDATE tours SET status = 'claimed', user_id = $2, claimed_at_ms = COALESCE(claimed_at_ms, $3)
WHERE id = $1 AND (status = 'open' OR (status = 'claimed' AND user_id = $2))
