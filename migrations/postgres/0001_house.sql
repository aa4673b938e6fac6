-- The house: every noun of the first flow. Times are Unix milliseconds in UTC (`*_ms`), dates are dates, quantities are whole
-- base units (`*_base`). The file of the same name for the other engine says the same with that engine's types.

CREATE TABLE counters (
    name TEXT NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);

CREATE TABLE warehouses (
    id UUID NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    gs1_prefix TEXT NOT NULL,
    -- the sender on shipping tags, as JSON
    address TEXT NOT NULL,
    shift_hours BIGINT NOT NULL CHECK (shift_hours BETWEEN 1 AND 24)
);

CREATE TABLE users (
    id UUID NOT NULL PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('pt', 'en')),
    pin_hash TEXT,
    password_hash TEXT,
    active BOOLEAN NOT NULL,
    failed_logins BIGINT NOT NULL,
    locked_until_ms BIGINT NOT NULL
);

CREATE TABLE badges (
    code TEXT NOT NULL PRIMARY KEY,
    user_id UUID NOT NULL REFERENCES users (id),
    issued_at_ms BIGINT NOT NULL,
    revoked_at_ms BIGINT
);
CREATE INDEX badges_of_user ON badges (user_id);

CREATE TABLE role_grants (
    user_id UUID NOT NULL REFERENCES users (id),
    warehouse_id UUID NOT NULL REFERENCES warehouses (id),
    role TEXT NOT NULL CHECK (role IN ('picker', 'receiver', 'packer', 'counter', 'supervisor', 'admin', 'integration')),
    PRIMARY KEY (user_id, warehouse_id, role)
);

CREATE TABLE sessions (
    id UUID NOT NULL PRIMARY KEY,
    user_id UUID NOT NULL REFERENCES users (id),
    warehouse_id UUID NOT NULL REFERENCES warehouses (id),
    -- a program's token lives until it is revoked; a person's session ends with the shift
    kind TEXT NOT NULL CHECK (kind IN ('person', 'program')),
    token_hash BYTEA NOT NULL UNIQUE,
    device TEXT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    expires_at_ms BIGINT NOT NULL,
    ended_at_ms BIGINT
);

-- Each command takes effect once: its key (`c:` command id, or `k:` session and Idempotency-Key) holds the reply.
CREATE TABLE commands (
    key TEXT NOT NULL PRIMARY KEY,
    id UUID NOT NULL UNIQUE,
    actor_id UUID NOT NULL,
    digest BYTEA NOT NULL,
    status BIGINT NOT NULL,
    reply TEXT NOT NULL,
    at_ms BIGINT NOT NULL
);
CREATE INDEX commands_by_age ON commands (at_ms);

CREATE TABLE owners (
    id UUID NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    tax_id TEXT NOT NULL
);

CREATE TABLE suppliers (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    tax_id TEXT NOT NULL UNIQUE
);

CREATE TABLE items (
    id UUID NOT NULL PRIMARY KEY,
    owner_id UUID NOT NULL REFERENCES owners (id),
    sku TEXT NOT NULL,
    name TEXT NOT NULL,
    -- name and code folded for search: lower case, no accents
    search TEXT NOT NULL,
    unit TEXT NOT NULL,
    tracking TEXT NOT NULL CHECK (tracking IN ('none', 'lot', 'serial')),
    expires BOOLEAN NOT NULL,
    rotation_policy TEXT NOT NULL CHECK (rotation_policy IN ('none', 'warn', 'force')),
    shelf_life_days BIGINT,
    remaining_days_min BIGINT NOT NULL,
    abc_class TEXT NOT NULL CHECK (abc_class IN ('A', 'B', 'C')),
    UNIQUE (owner_id, sku)
);

CREATE TABLE packagings (
    id UUID NOT NULL PRIMARY KEY,
    item_id UUID NOT NULL REFERENCES items (id),
    name TEXT NOT NULL,
    gtin TEXT,
    quantity_base BIGINT NOT NULL CHECK (quantity_base > 0),
    weight_g BIGINT NOT NULL,
    UNIQUE (item_id, name)
);

-- Every code that names an item: its SKU, the GTINs of its packagings (14 digits), others. Unique per owner.
CREATE TABLE item_codes (
    owner_id UUID NOT NULL REFERENCES owners (id),
    code TEXT NOT NULL,
    item_id UUID NOT NULL REFERENCES items (id),
    packaging_id UUID REFERENCES packagings (id),
    PRIMARY KEY (owner_id, code)
);
CREATE INDEX item_codes_by_code ON item_codes (code);

-- What suppliers call items (`cProd`).
CREATE TABLE supplier_items (
    supplier_id UUID NOT NULL REFERENCES suppliers (id),
    code TEXT NOT NULL,
    item_id UUID NOT NULL REFERENCES items (id),
    PRIMARY KEY (supplier_id, code)
);

CREATE TABLE zones (
    id UUID NOT NULL PRIMARY KEY,
    warehouse_id UUID NOT NULL REFERENCES warehouses (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    UNIQUE (warehouse_id, code)
);

CREATE TABLE locations (
    id UUID NOT NULL PRIMARY KEY,
    warehouse_id UUID NOT NULL REFERENCES warehouses (id),
    zone_id UUID REFERENCES zones (id),
    code TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('dock', 'storage', 'pick_face', 'staging', 'pack_desk', 'quarantine', 'transit',
        'supplier', 'customer', 'adjustment', 'scrap')),
    aisle TEXT NOT NULL,
    bay BIGINT NOT NULL,
    level BIGINT NOT NULL,
    position BIGINT NOT NULL,
    x_mm BIGINT NOT NULL,
    y_mm BIGINT NOT NULL,
    pick_sequence BIGINT NOT NULL,
    check_digits TEXT NOT NULL,
    -- pallets that fit; NULL is without limit
    units_max BIGINT,
    -- one item only, or several
    mixing TEXT NOT NULL CHECK (mixing IN ('any', 'one_item', 'one_lot')),
    version BIGINT NOT NULL,
    UNIQUE (warehouse_id, code)
);
CREATE INDEX locations_of_kind ON locations (warehouse_id, kind, pick_sequence);

CREATE TABLE lots (
    id UUID NOT NULL PRIMARY KEY,
    item_id UUID NOT NULL REFERENCES items (id),
    code TEXT NOT NULL,
    implicit BOOLEAN NOT NULL,
    made_on DATE,
    best_before DATE,
    expiry DATE,
    received_on DATE NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('released', 'held', 'recalled')),
    UNIQUE (item_id, code)
);

CREATE TABLE carriers (
    id UUID NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    -- two letters before the digits of its S10 tracking codes
    tracking_prefix TEXT NOT NULL
);

CREATE TABLE orders (
    id UUID NOT NULL PRIMARY KEY,
    warehouse_id UUID NOT NULL REFERENCES warehouses (id),
    owner_id UUID NOT NULL REFERENCES owners (id),
    number TEXT NOT NULL,
    channel TEXT NOT NULL,
    -- where it goes, as JSON
    ship_to TEXT NOT NULL,
    customer TEXT NOT NULL,
    city TEXT NOT NULL,
    carrier_id UUID NOT NULL REFERENCES carriers (id),
    invoice_number TEXT,
    remaining_days_min BIGINT NOT NULL,
    ship_by DATE,
    status TEXT NOT NULL CHECK (status IN ('new', 'released', 'picking', 'picked', 'packing', 'packed', 'shipped', 'cancelled')),
    created_at_ms BIGINT NOT NULL,
    UNIQUE (owner_id, number)
);
CREATE INDEX orders_of_status ON orders (warehouse_id, status, id);

CREATE TABLE order_lines (
    id UUID NOT NULL PRIMARY KEY,
    order_id UUID NOT NULL REFERENCES orders (id),
    number BIGINT NOT NULL,
    item_id UUID NOT NULL REFERENCES items (id),
    ordered_base BIGINT NOT NULL CHECK (ordered_base > 0),
    -- the soft promise: given at arrival, turned into reservations at release
    promised_base BIGINT NOT NULL CHECK (promised_base >= 0),
    picked_base BIGINT NOT NULL CHECK (picked_base >= 0),
    short_base BIGINT NOT NULL CHECK (short_base >= 0),
    cancelled_base BIGINT NOT NULL CHECK (cancelled_base >= 0),
    packed_base BIGINT NOT NULL CHECK (packed_base >= 0),
    UNIQUE (order_id, number),
    CONSTRAINT order_lines_add_up CHECK (picked_base + short_base + cancelled_base <= ordered_base),
    CONSTRAINT order_lines_packed CHECK (packed_base <= picked_base)
);
CREATE INDEX order_lines_of_item ON order_lines (item_id);
CREATE INDEX order_lines_promised ON order_lines (item_id) WHERE promised_base > 0;

CREATE TABLE handling_units (
    id UUID NOT NULL PRIMARY KEY,
    warehouse_id UUID NOT NULL REFERENCES warehouses (id),
    kind TEXT NOT NULL CHECK (kind IN ('pallet', 'carton', 'tote')),
    code TEXT NOT NULL UNIQUE,
    parent_id UUID REFERENCES handling_units (id),
    location_id UUID REFERENCES locations (id),
    order_id UUID REFERENCES orders (id),
    -- the task that has it in hand; while that task is open, others keep off
    task_id UUID,
    created_at_ms BIGINT NOT NULL
);
CREATE INDEX handling_units_in ON handling_units (location_id, kind);
CREATE INDEX handling_units_of_order ON handling_units (order_id);
CREATE INDEX handling_units_in_hand ON handling_units (task_id);

-- One row per location, lot and handling unit (the nil UUID is "none"); the fold of the movements.
CREATE TABLE stock (
    location_id UUID NOT NULL REFERENCES locations (id),
    lot_id UUID NOT NULL REFERENCES lots (id),
    handling_unit_id UUID NOT NULL,
    item_id UUID NOT NULL REFERENCES items (id),
    warehouse_id UUID NOT NULL REFERENCES warehouses (id),
    on_hand_base BIGINT NOT NULL,
    reserved_base BIGINT NOT NULL,
    PRIMARY KEY (location_id, lot_id, handling_unit_id),
    CONSTRAINT stock_not_negative CHECK (on_hand_base >= 0),
    CONSTRAINT stock_reserved CHECK (reserved_base >= 0 AND reserved_base <= on_hand_base)
);
CREATE INDEX stock_of_item ON stock (warehouse_id, item_id);
CREATE INDEX stock_in_unit ON stock (handling_unit_id);
CREATE INDEX stock_of_lot ON stock (lot_id);

CREATE TABLE movements (
    id UUID NOT NULL PRIMARY KEY,
    warehouse_id UUID NOT NULL REFERENCES warehouses (id),
    command_id UUID NOT NULL,
    actor_id UUID NOT NULL,
    at_ms BIGINT NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('receive', 'putaway', 'pick', 'pack', 'ship', 'relocate', 'adjust')),
    item_id UUID NOT NULL REFERENCES items (id),
    lot_id UUID NOT NULL REFERENCES lots (id),
    quantity_base BIGINT NOT NULL CHECK (quantity_base > 0),
    from_location_id UUID NOT NULL REFERENCES locations (id),
    from_handling_unit_id UUID NOT NULL,
    to_location_id UUID NOT NULL REFERENCES locations (id),
    to_handling_unit_id UUID NOT NULL
);
CREATE INDEX movements_of_lot ON movements (lot_id);
CREATE INDEX movements_of_item ON movements (item_id);
CREATE INDEX movements_from ON movements (from_location_id);
CREATE INDEX movements_to ON movements (to_location_id);

CREATE TABLE reservations (
    id UUID NOT NULL PRIMARY KEY,
    order_line_id UUID NOT NULL REFERENCES order_lines (id),
    location_id UUID NOT NULL REFERENCES locations (id),
    lot_id UUID NOT NULL REFERENCES lots (id),
    handling_unit_id UUID NOT NULL,
    -- what is still reserved; what was posted or released is no longer in it
    quantity_base BIGINT NOT NULL CHECK (quantity_base >= 0),
    posted_base BIGINT NOT NULL CHECK (posted_base >= 0),
    status TEXT NOT NULL CHECK (status IN ('open', 'posted', 'released')),
    CONSTRAINT reservations_closed CHECK (status = 'open' OR quantity_base = 0)
);
CREATE INDEX reservations_of_line ON reservations (order_line_id);
CREATE INDEX reservations_on_stock ON reservations (location_id, lot_id, handling_unit_id);

CREATE TABLE receipts (
    id UUID NOT NULL PRIMARY KEY,
    warehouse_id UUID NOT NULL REFERENCES warehouses (id),
    owner_id UUID NOT NULL REFERENCES owners (id),
    supplier_id UUID NOT NULL REFERENCES suppliers (id),
    number TEXT NOT NULL,
    access_key TEXT UNIQUE,
    status TEXT NOT NULL CHECK (status IN ('expected', 'open', 'closed')),
    created_at_ms BIGINT NOT NULL
);
CREATE INDEX receipts_of_status ON receipts (warehouse_id, status, id);
CREATE INDEX receipts_by_number ON receipts (warehouse_id, number);

CREATE TABLE receipt_lines (
    id UUID NOT NULL PRIMARY KEY,
    receipt_id UUID NOT NULL REFERENCES receipts (id),
    number BIGINT NOT NULL,
    item_id UUID NOT NULL REFERENCES items (id),
    expected_base BIGINT NOT NULL CHECK (expected_base >= 0),
    received_base BIGINT NOT NULL CHECK (received_base >= 0),
    UNIQUE (receipt_id, number)
);

-- The lots that the document announces for a line (`rastro`).
CREATE TABLE receipt_lots (
    receipt_line_id UUID NOT NULL REFERENCES receipt_lines (id),
    code TEXT NOT NULL,
    quantity_base BIGINT NOT NULL,
    made_on DATE,
    expiry DATE,
    PRIMARY KEY (receipt_line_id, code)
);

CREATE TABLE waves (
    id UUID NOT NULL PRIMARY KEY,
    warehouse_id UUID NOT NULL REFERENCES warehouses (id),
    number TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('released', 'done')),
    released_at_ms BIGINT NOT NULL,
    allocated_base BIGINT NOT NULL,
    open_base BIGINT NOT NULL,
    UNIQUE (warehouse_id, number)
);

CREATE TABLE wave_orders (
    order_id UUID NOT NULL PRIMARY KEY REFERENCES orders (id),
    wave_id UUID NOT NULL REFERENCES waves (id)
);
CREATE INDEX wave_orders_of_wave ON wave_orders (wave_id);

CREATE TABLE tours (
    id UUID NOT NULL PRIMARY KEY,
    warehouse_id UUID NOT NULL REFERENCES warehouses (id),
    wave_id UUID NOT NULL REFERENCES waves (id),
    number TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('open', 'claimed', 'done')),
    user_id UUID REFERENCES users (id),
    UNIQUE (warehouse_id, number)
);
CREATE INDEX tours_of_status ON tours (warehouse_id, status, id);
CREATE INDEX tours_of_wave ON tours (wave_id);

-- The orders on a tour's cart: one slot each, and the tote that stands in it.
CREATE TABLE tour_orders (
    tour_id UUID NOT NULL REFERENCES tours (id),
    order_id UUID NOT NULL REFERENCES orders (id),
    slot BIGINT NOT NULL,
    handling_unit_id UUID REFERENCES handling_units (id),
    PRIMARY KEY (tour_id, order_id)
);

CREATE TABLE picks (
    id UUID NOT NULL PRIMARY KEY,
    tour_id UUID NOT NULL REFERENCES tours (id),
    sequence BIGINT NOT NULL,
    order_id UUID NOT NULL REFERENCES orders (id),
    order_line_id UUID NOT NULL REFERENCES order_lines (id),
    reservation_id UUID NOT NULL REFERENCES reservations (id),
    quantity_base BIGINT NOT NULL CHECK (quantity_base > 0),
    picked_base BIGINT NOT NULL CHECK (picked_base >= 0),
    status TEXT NOT NULL CHECK (status IN ('open', 'done', 'short')),
    CONSTRAINT picks_not_over CHECK (picked_base <= quantity_base)
);
CREATE INDEX picks_of_tour ON picks (tour_id, sequence);
CREATE INDEX picks_of_line ON picks (order_line_id);

-- What one operator is working on; `state` is the flow's progress within the step, as JSON.
CREATE TABLE tasks (
    id UUID NOT NULL PRIMARY KEY,
    warehouse_id UUID NOT NULL REFERENCES warehouses (id),
    user_id UUID NOT NULL REFERENCES users (id),
    kind TEXT NOT NULL CHECK (kind IN ('receive', 'putaway', 'pick', 'pack', 'ship')),
    subject_id UUID,
    state TEXT NOT NULL,
    -- `open` is on the operator's screen, `parked` waits to be resumed
    status TEXT NOT NULL CHECK (status IN ('open', 'parked', 'done')),
    version BIGINT NOT NULL,
    changed_at_ms BIGINT NOT NULL
);
CREATE UNIQUE INDEX tasks_one_open_a_user ON tasks (user_id, warehouse_id) WHERE status = 'open';
CREATE INDEX tasks_of_subject ON tasks (subject_id, status);

CREATE TABLE parcels (
    id UUID NOT NULL PRIMARY KEY,
    warehouse_id UUID NOT NULL REFERENCES warehouses (id),
    order_id UUID NOT NULL REFERENCES orders (id),
    number BIGINT NOT NULL,
    handling_unit_id UUID NOT NULL UNIQUE REFERENCES handling_units (id),
    sscc TEXT NOT NULL UNIQUE,
    tracking_code TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL CHECK (status IN ('open', 'closed', 'shipped')),
    closed_at_ms BIGINT,
    shipped_at_ms BIGINT,
    UNIQUE (order_id, number)
);
CREATE INDEX parcels_of_status ON parcels (warehouse_id, status, id);

CREATE TABLE parcel_lines (
    parcel_id UUID NOT NULL REFERENCES parcels (id),
    order_line_id UUID NOT NULL REFERENCES order_lines (id),
    lot_id UUID NOT NULL REFERENCES lots (id),
    quantity_base BIGINT NOT NULL CHECK (quantity_base > 0),
    PRIMARY KEY (parcel_id, order_line_id, lot_id)
);

CREATE TABLE stations (
    id UUID NOT NULL PRIMARY KEY,
    warehouse_id UUID NOT NULL REFERENCES warehouses (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    -- the session whose screen answers the station's scans
    session_id UUID REFERENCES sessions (id),
    UNIQUE (warehouse_id, code)
);

CREATE TABLE printers (
    id UUID NOT NULL PRIMARY KEY,
    warehouse_id UUID NOT NULL REFERENCES warehouses (id),
    name TEXT NOT NULL,
    -- `tcp://host:port` or `file:folder`
    address TEXT NOT NULL,
    format TEXT NOT NULL CHECK (format IN ('zpl', 'pdf')),
    dpi BIGINT NOT NULL CHECK (dpi IN (203, 300)),
    -- comma-separated label kinds that it prints by default
    labels TEXT NOT NULL,
    UNIQUE (warehouse_id, name)
);

CREATE TABLE print_jobs (
    id UUID NOT NULL PRIMARY KEY,
    warehouse_id UUID NOT NULL REFERENCES warehouses (id),
    printer_id UUID NOT NULL REFERENCES printers (id),
    label TEXT NOT NULL,
    subject TEXT NOT NULL,
    -- the label's content as JSON; the bytes are rendered from it
    content TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('queued', 'sending', 'sent', 'printed', 'failed', 'unknown', 'cancelled')),
    reason TEXT,
    bytes_sent BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    reprint_of UUID REFERENCES print_jobs (id),
    requested_by UUID NOT NULL REFERENCES users (id),
    created_at_ms BIGINT NOT NULL,
    -- queued: when it is tried next; sending: until when its worker is believed to live
    next_try_ms BIGINT NOT NULL
);
CREATE INDEX print_jobs_to_do ON print_jobs (status, printer_id, next_try_ms);
CREATE INDEX print_jobs_of_subject ON print_jobs (subject);

-- What the outside must learn, written with the change. A reader by cursor follows (epoch, number) and takes settled rows only:
-- the epoch is the writing transaction, so a row that commits late can't be skipped.
CREATE TABLE events (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    epoch BIGINT NOT NULL DEFAULT CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT),
    id UUID NOT NULL UNIQUE,
    warehouse_id UUID NOT NULL REFERENCES warehouses (id),
    type TEXT NOT NULL,
    subject_id UUID NOT NULL,
    payload TEXT NOT NULL,
    at_ms BIGINT NOT NULL
);
CREATE INDEX events_in_order ON events (epoch, number);

CREATE TABLE webhooks (
    id UUID NOT NULL PRIMARY KEY,
    warehouse_id UUID NOT NULL REFERENCES warehouses (id),
    url TEXT NOT NULL,
    -- comma-separated event types; empty is all
    events TEXT NOT NULL,
    secret TEXT NOT NULL,
    active BOOLEAN NOT NULL
);

CREATE TABLE webhook_deliveries (
    id UUID NOT NULL PRIMARY KEY,
    webhook_id UUID NOT NULL REFERENCES webhooks (id),
    event_id UUID NOT NULL,
    type TEXT NOT NULL,
    payload TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('queued', 'delivered', 'failed')),
    attempts BIGINT NOT NULL,
    next_try_ms BIGINT NOT NULL,
    reason TEXT,
    UNIQUE (webhook_id, event_id)
);
CREATE INDEX webhook_deliveries_to_do ON webhook_deliveries (status, next_try_ms);

CREATE TABLE scan_log (
    id UUID NOT NULL PRIMARY KEY,
    warehouse_id UUID NOT NULL,
    user_id UUID NOT NULL,
    device TEXT NOT NULL,
    task_id UUID,
    symbol TEXT NOT NULL,
    outcome TEXT NOT NULL,
    code TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    latency_us BIGINT
);

CREATE TABLE audit_log (
    id UUID NOT NULL PRIMARY KEY,
    warehouse_id UUID NOT NULL,
    user_id UUID NOT NULL,
    device TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    at_ms BIGINT NOT NULL
);
