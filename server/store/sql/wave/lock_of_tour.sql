SELECT id FROM waves WHERE id = (SELECT wave_id FROM tours WHERE tours.id = $1) /*lock*/
