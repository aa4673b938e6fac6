UPDATE waves SET status = 'done'
WHERE id IN (SELECT id FROM /*rows $1 (id uuid)*/ AS ended)
    AND NOT EXISTS (SELECT 1 FROM tours WHERE tours.wave_id = waves.id AND tours.status <> 'done')
