UPDATE tours SET status = 'done', done_at_ms = $2 WHERE id = $1 AND status = 'claimed'
