-- How much of a lot came in with a receipt and has not gone back to the supplier: the legs from supplier accounts, less those to
-- them.
SELECT CAST(COALESCE(SUM(CASE WHEN origins.kind = 'supplier' THEN movements.quantity_base ELSE -movements.quantity_base END), 0)
    AS BIGINT)
FROM movements
JOIN locations AS origins ON origins.id = movements.from_location_id
JOIN locations AS goals ON goals.id = movements.to_location_id
WHERE movements.lot_id = $1 AND movements.document_id = $2 AND (origins.kind = 'supplier' OR goals.kind = 'supplier')
