UPDATE waves SET status = 'done'
WHERE id /*among $1 (id uuid)*/
    AND NOT EXISTS (SELECT 1 FROM tours WHERE tours.wave_id = waves.id AND tours.status <> 'done')
