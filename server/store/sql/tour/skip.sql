UPDATE picks SET sequence = $2, skips = skips + 1, skip_reason = $3 WHERE id = $1 AND status = 'open'
