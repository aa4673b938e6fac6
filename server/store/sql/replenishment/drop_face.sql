DELETE FROM pick_faces WHERE location_id = $1 AND item_id = $2
