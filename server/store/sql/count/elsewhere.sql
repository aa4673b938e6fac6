SELECT CAST(COALESCE(SUM(on_hand_base), 0) AS BIGINT) FROM stock WHERE lot_id = $1 AND location_id <> $2
