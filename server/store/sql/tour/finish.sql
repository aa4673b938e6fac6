UPDATE tours SET status = 'done' WHERE id = $1 AND status = 'claimed'
