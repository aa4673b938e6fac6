-- Of orders that leave at one time, those of a higher priority go first.
ALTER TABLE orders ADD COLUMN priority BIGINT NOT NULL DEFAULT 0;

-- When a carrier calls at a warehouse: minutes since the day began, in the warehouse's time zone.
CREATE TABLE cut_offs (
    warehouse_id UUID NOT NULL REFERENCES warehouses (id),
    carrier_id UUID NOT NULL REFERENCES carriers (id),
    minute BIGINT NOT NULL CHECK (minute >= 0 AND minute < 1440),
    PRIMARY KEY (warehouse_id, carrier_id)
);

-- By which rule orders are released, and how many at a time.
CREATE TABLE release_channels (
    id UUID NOT NULL PRIMARY KEY,
    warehouse_id UUID NOT NULL REFERENCES warehouses (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    -- which orders, as JSON
    rule TEXT NOT NULL,
    orders_max BIGINT NOT NULL CHECK (orders_max > 0),
    units_min BIGINT NOT NULL CHECK (units_min >= 0),
    units_max BIGINT CHECK (units_max > 0),
    -- tours of it that may wait or be walked at once
    tours_max BIGINT CHECK (tours_max > 0),
    automatic BOOLEAN NOT NULL,
    UNIQUE (warehouse_id, code)
);

-- The code of the channel that a wave was released by.
ALTER TABLE waves ADD COLUMN release_channel TEXT;

-- When the first of a tour's orders leaves, the highest of their priorities, and when it was taken and done, in Unix milliseconds.
ALTER TABLE tours ADD COLUMN leaves_at_ms BIGINT NOT NULL DEFAULT 253402300799999;
ALTER TABLE tours ADD COLUMN priority BIGINT NOT NULL DEFAULT 0;
ALTER TABLE tours ADD COLUMN claimed_at_ms BIGINT;
ALTER TABLE tours ADD COLUMN done_at_ms BIGINT;
CREATE INDEX tours_waiting ON tours (warehouse_id, leaves_at_ms, priority DESC, number) WHERE status = 'open';
CREATE INDEX tours_timed ON tours (warehouse_id, done_at_ms) WHERE done_at_ms IS NOT NULL;

-- When goods are put into the tote: the heavy ones first, the fragile ones last.
ALTER TABLE items ADD COLUMN handling TEXT NOT NULL DEFAULT 'normal' CHECK (handling IN ('heavy', 'normal', 'fragile'));
