UPDATE lots SET made_on = $2, best_before = $3, expiry = $4, removal_on = $5 WHERE id = $1
