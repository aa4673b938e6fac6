UPDATE tours SET status = 'claimed', user_id = $2
WHERE id = $1 AND (status = 'open' OR (status = 'claimed' AND user_id = $2))
