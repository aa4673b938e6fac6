UPDATE handling_units SET location_id = NULL
WHERE id IN (SELECT handling_unit_id FROM parcels WHERE parcels.id = $1)
