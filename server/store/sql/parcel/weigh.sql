UPDATE parcels SET weight_g = $2 WHERE id = $1 AND status = 'open'
