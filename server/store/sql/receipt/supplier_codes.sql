SELECT supplier_items.code, item_id FROM supplier_items
JOIN suppliers ON suppliers.id = supplier_items.supplier_id
JOIN items ON items.id = supplier_items.item_id
WHERE suppliers.tax_id = $1 AND items.owner_id = $2
    AND supplier_items.code /*among $3 (code text)*/
ORDER BY supplier_items.code
