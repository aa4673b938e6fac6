UPDATE tours SET status = 'done' WHERE id /*among $1 (id uuid)*/ AND status <> 'done'
