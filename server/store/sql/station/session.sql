SELECT session_id FROM stations WHERE id = $1
