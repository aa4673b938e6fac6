UPDATE picks SET sequence = $2 WHERE id = $1 AND status = 'open'
