SELECT carriers.code, carriers.name, carriers.tracking_prefix, cut_offs.minute AS cut_off_min
FROM carriers
LEFT JOIN cut_offs ON cut_offs.carrier_id = carriers.id AND cut_offs.warehouse_id = $1
ORDER BY carriers.code
