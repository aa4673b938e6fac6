-- What stands in a unit, for moves of all that is in it.
CREATE INDEX handling_units_within ON handling_units (parent_id) WHERE parent_id IS NOT NULL;

-- The location's version when a count of it was posted: the one at which it was counted.
ALTER TABLE counts ADD COLUMN posted_version BIGINT CHECK (posted_version IS NULL OR posted_version = location_version);
