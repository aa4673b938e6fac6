DELETE FROM release_channels WHERE warehouse_id = $1 AND code = $2
