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
ALTER TABLE items ADD COLUMN best_before_lead_days INTEGER CHECK (best_before_lead_days >= 0);
ALTER TABLE items ADD COLUMN removal_lead_days INTEGER CHECK (removal_lead_days >= 0);

ALTER TABLE packagings ADD COLUMN kind TEXT NOT NULL DEFAULT 'each' CHECK (kind IN ('each', 'inner', 'case', 'pallet'));
ALTER TABLE packagings ADD COLUMN length_mm INTEGER NOT NULL DEFAULT 0 CHECK (length_mm >= 0);
ALTER TABLE packagings ADD COLUMN width_mm INTEGER NOT NULL DEFAULT 0 CHECK (width_mm >= 0);
ALTER TABLE packagings ADD COLUMN height_mm INTEGER NOT NULL DEFAULT 0 CHECK (height_mm >= 0);
UPDATE packagings SET kind = 'case' WHERE quantity_base > 1;

-- the tree: a bay in an aisle, a bin in a bay; NULL stands right under its zone
ALTER TABLE locations ADD COLUMN parent_id BLOB REFERENCES locations (id);
-- what it carries at most; NULL is without limit (pallets: `units_max`)
ALTER TABLE locations ADD COLUMN weight_g_max INTEGER CHECK (weight_g_max >= 0);
ALTER TABLE locations ADD COLUMN volume_ml_max INTEGER CHECK (volume_ml_max >= 0);
ALTER TABLE locations ADD COLUMN quantity_base_max INTEGER CHECK (quantity_base_max >= 0);
ALTER TABLE locations ADD COLUMN temperature_class TEXT NOT NULL DEFAULT 'ambient'
    CHECK (temperature_class IN ('ambient', 'chilled', 'frozen'));
ALTER TABLE locations ADD COLUMN abc_class TEXT CHECK (abc_class IN ('A', 'B', 'C'));
-- while a count is at work here nothing comes or goes
ALTER TABLE locations ADD COLUMN count_id BLOB;
CREATE INDEX locations_of_parent ON locations (parent_id);

-- the last day on the shelf; made, best before, expiry and this one move together
ALTER TABLE lots ADD COLUMN removal_on TEXT;
-- why it is held or recalled
ALTER TABLE lots ADD COLUMN status_reason TEXT NOT NULL DEFAULT '';

-- Who orders, as the owner's system names them.
CREATE TABLE customers (
    id BLOB NOT NULL PRIMARY KEY,
    owner_id BLOB NOT NULL REFERENCES owners (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    remaining_days_min INTEGER NOT NULL CHECK (remaining_days_min >= 0),
    UNIQUE (owner_id, code)
) STRICT;

ALTER TABLE orders ADD COLUMN customer_id BLOB REFERENCES customers (id);
-- the order's own rule, before the items' and the warehouse's
ALTER TABLE orders ADD COLUMN strategy TEXT
    CHECK (strategy IN ('fefo', 'fifo', 'lifo', 'nearest', 'fewest_packages', 'empty_bin', 'full_packaging', 'zone_order'));
-- zone codes in the order in which they serve it, comma-separated; empty is all
ALTER TABLE orders ADD COLUMN zones TEXT NOT NULL DEFAULT '';
-- whether it may leave in part: any part, whole lines, or only as a whole
ALTER TABLE orders ADD COLUMN fill TEXT NOT NULL DEFAULT 'partial' CHECK (fill IN ('partial', 'lines', 'complete'));
-- what becomes of what could not be served: it waits as a backorder, or it is cancelled
ALTER TABLE orders ADD COLUMN remainder TEXT NOT NULL DEFAULT 'backorder' CHECK (remainder IN ('backorder', 'cancel'));
ALTER TABLE orders ADD COLUMN backorder_of BLOB REFERENCES orders (id);
CREATE INDEX orders_of_customer ON orders (customer_id);
CREATE INDEX orders_backorder ON orders (backorder_of);

-- when an open reservation falls back to stock by itself; NULL is never
ALTER TABLE reservations ADD COLUMN expires_at_ms INTEGER;
CREATE INDEX reservations_expiring ON reservations (expires_at_ms) WHERE status = 'open' AND expires_at_ms IS NOT NULL;

-- Goods in a tote that their order no longer wants: someone takes them back to a bin.
CREATE TABLE put_backs (
    id BLOB NOT NULL PRIMARY KEY,
    warehouse_id BLOB NOT NULL REFERENCES warehouses (id),
    order_line_id BLOB NOT NULL REFERENCES order_lines (id),
    handling_unit_id BLOB NOT NULL REFERENCES handling_units (id),
    lot_id BLOB NOT NULL REFERENCES lots (id),
    quantity_base INTEGER NOT NULL CHECK (quantity_base > 0),
    done_base INTEGER NOT NULL CHECK (done_base >= 0 AND done_base <= quantity_base),
    created_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX put_backs_open ON put_backs (warehouse_id, handling_unit_id) WHERE done_base < quantity_base;
CREATE INDEX put_backs_of_line ON put_backs (order_line_id);

-- A count of one location: asked for, counted at a version of the location, posted or dropped.
CREATE TABLE counts (
    id BLOB NOT NULL PRIMARY KEY,
    warehouse_id BLOB NOT NULL REFERENCES warehouses (id),
    location_id BLOB NOT NULL REFERENCES locations (id),
    -- why it was asked for
    reason TEXT NOT NULL CHECK (reason IN ('cycle', 'request', 'short', 'zero', 'recount')),
    -- `counted` waits for a supervisor, `posted` made the stock say what was counted
    status TEXT NOT NULL CHECK (status IN ('open', 'counted', 'posted', 'dropped')),
    -- the location's version when it was counted
    location_version INTEGER,
    recount_of BLOB REFERENCES counts (id),
    requested_by BLOB NOT NULL REFERENCES users (id),
    counted_by BLOB REFERENCES users (id),
    created_at_ms INTEGER NOT NULL,
    counted_at_ms INTEGER,
    posted_at_ms INTEGER,
    CONSTRAINT counts_counted CHECK (status NOT IN ('counted', 'posted') OR location_version IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX counts_one_open_a_location ON counts (location_id) WHERE status IN ('open', 'counted');
CREATE INDEX counts_of_status ON counts (warehouse_id, status, id);

CREATE TABLE count_lines (
    count_id BLOB NOT NULL REFERENCES counts (id),
    lot_id BLOB NOT NULL REFERENCES lots (id),
    handling_unit_id BLOB NOT NULL,
    -- on hand at that version, and what was found
    book_base INTEGER NOT NULL CHECK (book_base >= 0),
    counted_base INTEGER NOT NULL CHECK (counted_base >= 0),
    PRIMARY KEY (count_id, lot_id, handling_unit_id)
) STRICT;

-- New words in a CHECK need a new table here.
CREATE TABLE movements_new (
    id BLOB NOT NULL PRIMARY KEY,
    warehouse_id BLOB NOT NULL REFERENCES warehouses (id),
    command_id BLOB NOT NULL,
    actor_id BLOB NOT NULL,
    at_ms INTEGER NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('receive', 'putaway', 'pick', 'pack', 'ship', 'relocate', 'adjust', 'open',
        'undo', 'count', 'put_back', 'replenish', 'return', 'scrap')),
    item_id BLOB NOT NULL REFERENCES items (id),
    lot_id BLOB NOT NULL REFERENCES lots (id),
    quantity_base INTEGER NOT NULL CHECK (quantity_base > 0),
    from_location_id BLOB NOT NULL REFERENCES locations (id),
    from_handling_unit_id BLOB NOT NULL,
    to_location_id BLOB NOT NULL REFERENCES locations (id),
    to_handling_unit_id BLOB NOT NULL,
    -- the movement that this one takes back
    undoes_id BLOB UNIQUE,
    -- the receipt or the order that it was for
    document_id BLOB
) STRICT;
INSERT INTO movements_new
SELECT id, warehouse_id, command_id, actor_id, at_ms, reason, item_id, lot_id, quantity_base,
    from_location_id, from_handling_unit_id, to_location_id, to_handling_unit_id, NULL, NULL
FROM movements;
DROP TABLE movements;
ALTER TABLE movements_new RENAME TO movements;
CREATE INDEX movements_of_lot ON movements (lot_id);
CREATE INDEX movements_of_item ON movements (item_id);
CREATE INDEX movements_from ON movements (from_location_id);
CREATE INDEX movements_to ON movements (to_location_id);
CREATE INDEX movements_of_command ON movements (command_id);

CREATE TABLE picks_new (
    id BLOB NOT NULL PRIMARY KEY,
    tour_id BLOB NOT NULL REFERENCES tours (id),
    sequence INTEGER NOT NULL,
    order_id BLOB NOT NULL REFERENCES orders (id),
    order_line_id BLOB NOT NULL REFERENCES order_lines (id),
    reservation_id BLOB NOT NULL REFERENCES reservations (id),
    quantity_base INTEGER NOT NULL CHECK (quantity_base > 0),
    picked_base INTEGER NOT NULL CHECK (picked_base >= 0),
    -- `cancelled` is no longer wanted by its order
    status TEXT NOT NULL CHECK (status IN ('open', 'done', 'short', 'cancelled')),
    CONSTRAINT picks_not_over CHECK (picked_base <= quantity_base)
) STRICT;
INSERT INTO picks_new
SELECT id, tour_id, sequence, order_id, order_line_id, reservation_id, quantity_base, picked_base, status FROM picks;
DROP TABLE picks;
ALTER TABLE picks_new RENAME TO picks;
CREATE INDEX picks_of_tour ON picks (tour_id, sequence);
CREATE INDEX picks_of_line ON picks (order_line_id);

CREATE TABLE tasks_new (
    id BLOB NOT NULL PRIMARY KEY,
    warehouse_id BLOB NOT NULL REFERENCES warehouses (id),
    user_id BLOB NOT NULL REFERENCES users (id),
    kind TEXT NOT NULL CHECK (kind IN ('receive', 'putaway', 'pick', 'pack', 'ship', 'relocate', 'count',
        'replenish', 'returns', 'inquire')),
    subject_id BLOB,
    state TEXT NOT NULL,
    -- `open` is on the operator's screen, `parked` waits to be resumed
    status TEXT NOT NULL CHECK (status IN ('open', 'parked', 'done')),
    version INTEGER NOT NULL,
    changed_at_ms INTEGER NOT NULL
) STRICT;
INSERT INTO tasks_new SELECT id, warehouse_id, user_id, kind, subject_id, state, status, version, changed_at_ms FROM tasks;
DROP TABLE tasks;
ALTER TABLE tasks_new RENAME TO tasks;
CREATE UNIQUE INDEX tasks_one_open_a_user ON tasks (user_id, warehouse_id) WHERE status = 'open';
CREATE INDEX tasks_of_subject ON tasks (subject_id, status);
