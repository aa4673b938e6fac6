-- How counts are judged, when a picker is asked whether a bin is empty, what pick faces hold, and what fills them up. The file
-- of the same name for the other engine says the same with that engine's types.

-- a difference of no more than so many base units, or so many thousandths of the book, is posted at once
ALTER TABLE warehouses ADD COLUMN count_tolerance_base BIGINT NOT NULL DEFAULT 0 CHECK (count_tolerance_base >= 0);
ALTER TABLE warehouses ADD COLUMN count_tolerance_permille BIGINT NOT NULL DEFAULT 20
    CHECK (count_tolerance_permille BETWEEN 0 AND 1000);
-- whether pickers prove that a bin is empty when the book says so
ALTER TABLE warehouses ADD COLUMN zero_check BOOLEAN NOT NULL DEFAULT FALSE;

-- how often a stop was put off; from the second time on there is a reason
ALTER TABLE picks ADD COLUMN skips BIGINT NOT NULL DEFAULT 0 CHECK (skips >= 0);
ALTER TABLE picks ADD COLUMN skip_reason TEXT NOT NULL DEFAULT '';

-- What a pick face holds of an item: filled up to the maximum when less than the minimum is left.
CREATE TABLE pick_faces (
    location_id UUID NOT NULL REFERENCES locations (id),
    item_id UUID NOT NULL REFERENCES items (id),
    min_base BIGINT NOT NULL CHECK (min_base >= 0),
    max_base BIGINT NOT NULL CHECK (max_base > 0),
    PRIMARY KEY (location_id, item_id),
    CONSTRAINT pick_faces_range CHECK (min_base <= max_base)
);
CREATE INDEX pick_faces_of_item ON pick_faces (item_id);

-- A pick face to be filled up from reserve.
CREATE TABLE replenishments (
    id UUID NOT NULL PRIMARY KEY,
    warehouse_id UUID NOT NULL REFERENCES warehouses (id),
    location_id UUID NOT NULL REFERENCES locations (id),
    item_id UUID NOT NULL REFERENCES items (id),
    -- less than the minimum is left, or orders want more than lies there
    reason TEXT NOT NULL CHECK (reason IN ('minimum', 'demand')),
    quantity_base BIGINT NOT NULL CHECK (quantity_base > 0),
    done_base BIGINT NOT NULL CHECK (done_base >= 0),
    status TEXT NOT NULL CHECK (status IN ('open', 'done', 'cancelled')),
    -- who is at it
    user_id UUID REFERENCES users (id),
    created_at_ms BIGINT NOT NULL
);
CREATE UNIQUE INDEX replenishments_one_open_a_face ON replenishments (location_id, item_id) WHERE status = 'open';
CREATE INDEX replenishments_of_status ON replenishments (warehouse_id, status, id);
