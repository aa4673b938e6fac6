UPDATE orders SET status = $2 WHERE id IN (SELECT id FROM /*rows $1 (id uuid)*/ AS wanted)
