-- Stock in full: what places hold and lots go through, who orders and by which rule, corrections, counts. Defaults are what a
-- warehouse had before: ambient goods, no limits, first expired first out. The file of the same name for the other engine says
-- the same with that engine's types.

ALTER TABLE warehouses ADD COLUMN strategy TEXT NOT NULL DEFAULT 'fefo'
    CHECK (strategy IN ('fefo', 'fifo', 'lifo', 'nearest', 'fewest_packages', 'empty_bin', 'full_packaging', 'zone_order'));

ALTER TABLE items ADD COLUMN temperature_class TEXT NOT NULL DEFAULT 'ambient'
    CHECK (temperature_class IN ('ambient', 'chilled', 'frozen'));
-- how its stock is chosen for orders; NULL is the warehouse's way
ALTER TABLE items ADD COLUMN strategy TEXT
    CHECK (strategy IN ('fefo', 'fifo', 'lifo', 'nearest', 'fewest_packages', 'empty_bin', 'full_packaging', 'zone_order'));
-- days before the expiry on which it is best used, and on which it must leave the shelf; NULL is not derived
ALTER TABLE items ADD COLUMN best_before_lead_days BIGINT CHECK (best_before_lead_days >= 0);
ALTER TABLE items ADD COLUMN removal_lead_days BIGINT CHECK (removal_lead_days >= 0);

ALTER TABLE packagings ADD COLUMN kind TEXT NOT NULL DEFAULT 'each' CHECK (kind IN ('each', 'inner', 'case', 'pallet'));
ALTER TABLE packagings ADD COLUMN length_mm BIGINT NOT NULL DEFAULT 0 CHECK (length_mm >= 0);
ALTER TABLE packagings ADD COLUMN width_mm BIGINT NOT NULL DEFAULT 0 CHECK (width_mm >= 0);
ALTER TABLE packagings ADD COLUMN height_mm BIGINT NOT NULL DEFAULT 0 CHECK (height_mm >= 0);
UPDATE packagings SET kind = 'case' WHERE quantity_base > 1;

-- the tree: a bay in an aisle, a bin in a bay; NULL stands right under its zone
ALTER TABLE locations ADD COLUMN parent_id UUID REFERENCES locations (id);
-- what it carries at most; NULL is without limit (pallets: `units_max`)
ALTER TABLE locations ADD COLUMN weight_g_max BIGINT CHECK (weight_g_max >= 0);
ALTER TABLE locations ADD COLUMN volume_ml_max BIGINT CHECK (volume_ml_max >= 0);
ALTER TABLE locations ADD COLUMN quantity_base_max BIGINT CHECK (quantity_base_max >= 0);
ALTER TABLE locations ADD COLUMN temperature_class TEXT NOT NULL DEFAULT 'ambient'
    CHECK (temperature_class IN ('ambient', 'chilled', 'frozen'));
ALTER TABLE locations ADD COLUMN abc_class TEXT CHECK (abc_class IN ('A', 'B', 'C'));
-- while a count is at work here nothing comes or goes
ALTER TABLE locations ADD COLUMN count_id UUID;
CREATE INDEX locations_of_parent ON locations (parent_id);

-- the last day on the shelf; made, best before, expiry and this one move together
ALTER TABLE lots ADD COLUMN removal_on DATE;
-- why it is held or recalled
ALTER TABLE lots ADD COLUMN status_reason TEXT NOT NULL DEFAULT '';

-- Who orders, as the owner's system names them.
CREATE TABLE customers (
    id UUID NOT NULL PRIMARY KEY,
    owner_id UUID NOT NULL REFERENCES owners (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    remaining_days_min BIGINT NOT NULL CHECK (remaining_days_min >= 0),
    UNIQUE (owner_id, code)
);

ALTER TABLE orders ADD COLUMN customer_id UUID REFERENCES customers (id);
-- the order's own rule, before the items' and the warehouse's
ALTER TABLE orders ADD COLUMN strategy TEXT
    CHECK (strategy IN ('fefo', 'fifo', 'lifo', 'nearest', 'fewest_packages', 'empty_bin', 'full_packaging', 'zone_order'));
-- zone codes in the order in which they serve it, comma-separated; empty is all
ALTER TABLE orders ADD COLUMN zones TEXT NOT NULL DEFAULT '';
-- whether it may leave in part: any part, whole lines, or only as a whole
ALTER TABLE orders ADD COLUMN fill TEXT NOT NULL DEFAULT 'partial' CHECK (fill IN ('partial', 'lines', 'complete'));
-- what becomes of what could not be served: it waits as a backorder, or it is cancelled
ALTER TABLE orders ADD COLUMN remainder TEXT NOT NULL DEFAULT 'backorder' CHECK (remainder IN ('backorder', 'cancel'));
ALTER TABLE orders ADD COLUMN backorder_of UUID REFERENCES orders (id);
CREATE INDEX orders_of_customer ON orders (customer_id);
CREATE INDEX orders_backorder ON orders (backorder_of);

-- when an open reservation falls back to stock by itself; NULL is never
ALTER TABLE reservations ADD COLUMN expires_at_ms BIGINT;
CREATE INDEX reservations_expiring ON reservations (expires_at_ms) WHERE status = 'open' AND expires_at_ms IS NOT NULL;

-- Goods in a tote that their order no longer wants: someone takes them back to a bin.
CREATE TABLE put_backs (
    id UUID NOT NULL PRIMARY KEY,
    warehouse_id UUID NOT NULL REFERENCES warehouses (id),
    order_line_id UUID NOT NULL REFERENCES order_lines (id),
    handling_unit_id UUID NOT NULL REFERENCES handling_units (id),
    lot_id UUID NOT NULL REFERENCES lots (id),
    quantity_base BIGINT NOT NULL CHECK (quantity_base > 0),
    done_base BIGINT NOT NULL CHECK (done_base >= 0 AND done_base <= quantity_base),
    created_at_ms BIGINT NOT NULL
);
CREATE INDEX put_backs_open ON put_backs (warehouse_id, handling_unit_id) WHERE done_base < quantity_base;
CREATE INDEX put_backs_of_line ON put_backs (order_line_id);

-- A count of one location: asked for, counted at a version of the location, posted or dropped.
CREATE TABLE counts (
    id UUID NOT NULL PRIMARY KEY,
    warehouse_id UUID NOT NULL REFERENCES warehouses (id),
    location_id UUID NOT NULL REFERENCES locations (id),
    -- why it was asked for
    reason TEXT NOT NULL CHECK (reason IN ('cycle', 'request', 'short', 'zero', 'recount')),
    -- `counted` waits for a supervisor, `posted` made the stock say what was counted
    status TEXT NOT NULL CHECK (status IN ('open', 'counted', 'posted', 'dropped')),
    -- the location's version when it was counted
    location_version BIGINT,
    recount_of UUID REFERENCES counts (id),
    requested_by UUID NOT NULL REFERENCES users (id),
    counted_by UUID REFERENCES users (id),
    created_at_ms BIGINT NOT NULL,
    counted_at_ms BIGINT,
    posted_at_ms BIGINT,
    CONSTRAINT counts_counted CHECK (status NOT IN ('counted', 'posted') OR location_version IS NOT NULL)
);
CREATE UNIQUE INDEX counts_one_open_a_location ON counts (location_id) WHERE status IN ('open', 'counted');
CREATE INDEX counts_of_status ON counts (warehouse_id, status, id);

CREATE TABLE count_lines (
    count_id UUID NOT NULL REFERENCES counts (id),
    lot_id UUID NOT NULL REFERENCES lots (id),
    handling_unit_id UUID NOT NULL,
    -- on hand at that version, and what was found
    book_base BIGINT NOT NULL CHECK (book_base >= 0),
    counted_base BIGINT NOT NULL CHECK (counted_base >= 0),
    PRIMARY KEY (count_id, lot_id, handling_unit_id)
);

ALTER TABLE movements DROP CONSTRAINT movements_reason_check;
ALTER TABLE movements ADD CONSTRAINT movements_reason_check CHECK (reason IN ('receive', 'putaway', 'pick', 'pack', 'ship', 'relocate', 'adjust', 'open',
        'undo', 'count', 'put_back', 'replenish', 'return', 'scrap'));
-- the movement that this one takes back
ALTER TABLE movements ADD COLUMN undoes_id UUID UNIQUE;
-- the receipt or the order that it was for
ALTER TABLE movements ADD COLUMN document_id UUID;
CREATE INDEX movements_of_command ON movements (command_id);

-- `cancelled` is no longer wanted by its order
ALTER TABLE picks DROP CONSTRAINT picks_status_check;
ALTER TABLE picks ADD CONSTRAINT picks_status_check CHECK (status IN ('open', 'done', 'short', 'cancelled'));

ALTER TABLE tasks DROP CONSTRAINT tasks_kind_check;
ALTER TABLE tasks ADD CONSTRAINT tasks_kind_check CHECK (kind IN ('receive', 'putaway', 'pick', 'pack', 'ship', 'relocate', 'count',
        'replenish', 'returns', 'inquire'));
