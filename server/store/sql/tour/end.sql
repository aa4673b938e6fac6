UPDATE tours SET status = 'done' WHERE id IN (SELECT id FROM /*rows $1 (id uuid)*/ AS ended) AND status <> 'done'
