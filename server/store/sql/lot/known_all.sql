SELECT lots.id, lots.item_id, lots.code, lots.expiry, lots.status
FROM lots JOIN /*rows $1 (item_id uuid, code text)*/ AS wanted ON wanted.item_id = lots.item_id AND wanted.code = lots.code
ORDER BY lots.id
