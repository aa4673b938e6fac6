SELECT code FROM receipt_pallets WHERE code IN (SELECT code FROM /*rows $1 (code text)*/ AS wanted)
UNION
SELECT code FROM handling_units WHERE code IN (SELECT code FROM /*rows $1 (code text)*/ AS wanted)
ORDER BY 1
