-- How much there is to check: movements, stock rows, reservations, parcels.
SELECT (SELECT COUNT(*) FROM movements), (SELECT COUNT(*) FROM stock), (SELECT COUNT(*) FROM reservations),
    (SELECT COUNT(*) FROM parcels)
