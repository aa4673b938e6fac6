-- Each of the goods that an exception is about. The file of the same name for the other engine says the same with that engine's types.

-- What one refused command moved.
CREATE TABLE exception_goods (
    -- a command is told once
    command_id UUID NOT NULL PRIMARY KEY,
    exception_id UUID NOT NULL REFERENCES exceptions (id),
    -- out of which bin; none of what came in
    location_id UUID REFERENCES locations (id),
    sku TEXT NOT NULL,
    lot TEXT NOT NULL,
    -- into which unit
    unit_code TEXT NOT NULL,
    -- below nothing where goods went back the way they came
    moved_base BIGINT NOT NULL CHECK (moved_base <> 0)
);
CREATE INDEX exception_goods_of_exception ON exception_goods (exception_id);

-- Until now all of an exception's goods were added up under the last one's name.
INSERT INTO exception_goods (command_id, exception_id, location_id, sku, lot, unit_code, moved_base)
SELECT command_id, id, location_id, sku, lot, unit_code, moved_base FROM exceptions WHERE moved_base IS NOT NULL;
ALTER TABLE exceptions DROP COLUMN moved_base;
ALTER TABLE exceptions DROP COLUMN location_id;
ALTER TABLE exceptions DROP COLUMN sku;
ALTER TABLE exceptions DROP COLUMN lot;
ALTER TABLE exceptions DROP COLUMN unit_code;

-- when the last command was refused
ALTER TABLE exceptions ADD COLUMN refused_at_ms BIGINT NOT NULL DEFAULT 0;
UPDATE exceptions SET refused_at_ms = created_at_ms;
