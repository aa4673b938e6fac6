UPDATE waves SET status = 'released' WHERE id = (SELECT wave_id FROM tours WHERE id = $1)
