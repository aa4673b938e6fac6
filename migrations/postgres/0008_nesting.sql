-- What stands in a unit, for moves of all that is in it.
CREATE INDEX handling_units_within ON handling_units (parent_id) WHERE parent_id IS NOT NULL;
