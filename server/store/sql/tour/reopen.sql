UPDATE tours SET status = 'claimed', done_at_ms = NULL WHERE id = $1 AND status = 'done' AND user_id = $2
