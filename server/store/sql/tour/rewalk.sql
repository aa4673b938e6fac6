UPDATE picks SET sequence = moved.sequence
FROM /*rows $1 (id uuid, sequence bigint)*/ AS moved
WHERE picks.id = moved.id AND picks.status = 'open'
