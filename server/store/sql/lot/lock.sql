SELECT lots.status, lots.made_on, lots.best_before, lots.expiry, lots.removal_on, items.shelf_life_days,
    items.best_before_lead_days, items.removal_lead_days
FROM lots JOIN items ON items.id = lots.item_id
WHERE lots.id = $1
/*lock lots*/
