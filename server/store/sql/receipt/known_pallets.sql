SELECT code FROM receipt_pallets WHERE code /*among $1 (code text)*/
UNION
SELECT code FROM handling_units WHERE code /*among $1 (code text)*/
ORDER BY 1
