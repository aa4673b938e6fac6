-- The house: every noun of the first flow. Times are Unix milliseconds in UTC (`*_ms`), dates are dates, quantities are whole
-- base units (`*_base`). The file of the same name for the other engine says the same with that engine's types.

CREATE TABLE counters (
    name TEXT NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT;

CREATE TABLE warehouses (
    id BLOB NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    gs1_prefix TEXT NOT NULL,
    -- the sender on shipping tags, as JSON
    address TEXT NOT NULL,
    shift_hours INTEGER NOT NULL CHECK (shift_hours BETWEEN 1 AND 24)
) STRICT;

CREATE TABLE users (
    id BLOB NOT NULL PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('pt', 'en')),
    pin_hash TEXT,
    password_hash TEXT,
    active INTEGER NOT NULL,
    failed_logins INTEGER NOT NULL,
    locked_until_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE badges (
    code TEXT NOT NULL PRIMARY KEY,
    user_id BLOB NOT NULL REFERENCES users (id),
    issued_at_ms INTEGER NOT NULL,
    revoked_at_ms INTEGER
) STRICT;
CREATE INDEX badges_of_user ON badges (user_id);

CREATE TABLE role_grants (
    user_id BLOB NOT NULL REFERENCES users (id),
    warehouse_id BLOB NOT NULL REFERENCES warehouses (id),
    role TEXT NOT NULL CHECK (role IN ('picker', 'receiver', 'packer', 'counter', 'supervisor', 'admin', 'integration')),
    PRIMARY KEY (user_id, warehouse_id, role)
) STRICT;

CREATE TABLE sessions (
    id BLOB NOT NULL PRIMARY KEY,
    user_id BLOB NOT NULL REFERENCES users (id),
    warehouse_id BLOB NOT NULL REFERENCES warehouses (id),
    -- a program's token lives until it is revoked; a person's session ends with the shift
    kind TEXT NOT NULL CHECK (kind IN ('person', 'program')),
    token_hash BLOB NOT NULL UNIQUE,
    device TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    ended_at_ms INTEGER
) STRICT;

-- Each command takes effect once: its key (`c:` command id, or `k:` session and Idempotency-Key) holds the reply.
CREATE TABLE commands (
    key TEXT NOT NULL PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    actor_id BLOB NOT NULL,
    digest BLOB NOT NULL,
    status INTEGER NOT NULL,
    reply TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX commands_by_age ON commands (at_ms);

CREATE TABLE owners (
    id BLOB NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    tax_id TEXT NOT NULL
) STRICT;

CREATE TABLE suppliers (
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    tax_id TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE items (
    id BLOB NOT NULL PRIMARY KEY,
    owner_id BLOB NOT NULL REFERENCES owners (id),
    sku TEXT NOT NULL,
    name TEXT NOT NULL,
    -- name and code folded for search: lower case, no accents
    search TEXT NOT NULL,
    unit TEXT NOT NULL,
    tracking TEXT NOT NULL CHECK (tracking IN ('none', 'lot', 'serial')),
    expires INTEGER NOT NULL,
    rotation_policy TEXT NOT NULL CHECK (rotation_policy IN ('none', 'warn', 'force')),
    shelf_life_days INTEGER,
    remaining_days_min INTEGER NOT NULL,
    abc_class TEXT NOT NULL CHECK (abc_class IN ('A', 'B', 'C')),
    UNIQUE (owner_id, sku)
) STRICT;

CREATE TABLE packagings (
    id BLOB NOT NULL PRIMARY KEY,
    item_id BLOB NOT NULL REFERENCES items (id),
    name TEXT NOT NULL,
    gtin TEXT,
    quantity_base INTEGER NOT NULL CHECK (quantity_base > 0),
    weight_g INTEGER NOT NULL,
    UNIQUE (item_id, name)
) STRICT;

-- Every code that names an item: its SKU, the GTINs of its packagings (14 digits), others. Unique per owner.
CREATE TABLE item_codes (
    owner_id BLOB NOT NULL REFERENCES owners (id),
    code TEXT NOT NULL,
    item_id BLOB NOT NULL REFERENCES items (id),
    packaging_id BLOB REFERENCES packagings (id),
    PRIMARY KEY (owner_id, code)
) STRICT;
CREATE INDEX item_codes_by_code ON item_codes (code);

-- What suppliers call items (`cProd`).
CREATE TABLE supplier_items (
    supplier_id BLOB NOT NULL REFERENCES suppliers (id),
    code TEXT NOT NULL,
    item_id BLOB NOT NULL REFERENCES items (id),
    PRIMARY KEY (supplier_id, code)
) STRICT;

CREATE TABLE zones (
    id BLOB NOT NULL PRIMARY KEY,
    warehouse_id BLOB NOT NULL REFERENCES warehouses (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    UNIQUE (warehouse_id, code)
) STRICT;

CREATE TABLE locations (
    id BLOB NOT NULL PRIMARY KEY,
    warehouse_id BLOB NOT NULL REFERENCES warehouses (id),
    zone_id BLOB REFERENCES zones (id),
    code TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('dock', 'storage', 'pick_face', 'staging', 'pack_desk', 'quarantine', 'transit',
        'supplier', 'customer', 'adjustment', 'scrap')),
    aisle TEXT NOT NULL,
    bay INTEGER NOT NULL,
    level INTEGER NOT NULL,
    position INTEGER NOT NULL,
    x_mm INTEGER NOT NULL,
    y_mm INTEGER NOT NULL,
    pick_sequence INTEGER NOT NULL,
    check_digits TEXT NOT NULL,
    -- pallets that fit; NULL is without limit
    units_max INTEGER,
    -- one item only, or several
    mixing TEXT NOT NULL CHECK (mixing IN ('any', 'one_item', 'one_lot')),
    version INTEGER NOT NULL,
    UNIQUE (warehouse_id, code)
) STRICT;
CREATE INDEX locations_of_kind ON locations (warehouse_id, kind, pick_sequence);

CREATE TABLE lots (
    id BLOB NOT NULL PRIMARY KEY,
    item_id BLOB NOT NULL REFERENCES items (id),
    code TEXT NOT NULL,
    implicit INTEGER NOT NULL,
    made_on TEXT,
    best_before TEXT,
    expiry TEXT,
    received_on TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('released', 'held', 'recalled')),
    UNIQUE (item_id, code)
) STRICT;

CREATE TABLE carriers (
    id BLOB NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    -- two letters before the digits of its S10 tracking codes
    tracking_prefix TEXT NOT NULL
) STRICT;

CREATE TABLE orders (
    id BLOB NOT NULL PRIMARY KEY,
    warehouse_id BLOB NOT NULL REFERENCES warehouses (id),
    owner_id BLOB NOT NULL REFERENCES owners (id),
    number TEXT NOT NULL,
    channel TEXT NOT NULL,
    -- where it goes, as JSON
    ship_to TEXT NOT NULL,
    customer TEXT NOT NULL,
    city TEXT NOT NULL,
    carrier_id BLOB NOT NULL REFERENCES carriers (id),
    invoice_number TEXT,
    remaining_days_min INTEGER NOT NULL,
    ship_by TEXT,
    status TEXT NOT NULL CHECK (status IN ('new', 'released', 'picking', 'picked', 'packing', 'packed', 'shipped', 'cancelled')),
    created_at_ms INTEGER NOT NULL,
    UNIQUE (owner_id, number)
) STRICT;
CREATE INDEX orders_of_status ON orders (warehouse_id, status, id);

CREATE TABLE order_lines (
    id BLOB NOT NULL PRIMARY KEY,
    order_id BLOB NOT NULL REFERENCES orders (id),
    number INTEGER NOT NULL,
    item_id BLOB NOT NULL REFERENCES items (id),
    ordered_base INTEGER NOT NULL CHECK (ordered_base > 0),
    -- the soft promise: given at arrival, turned into reservations at release
    promised_base INTEGER NOT NULL CHECK (promised_base >= 0),
    picked_base INTEGER NOT NULL CHECK (picked_base >= 0),
    short_base INTEGER NOT NULL CHECK (short_base >= 0),
    cancelled_base INTEGER NOT NULL CHECK (cancelled_base >= 0),
    packed_base INTEGER NOT NULL CHECK (packed_base >= 0),
    UNIQUE (order_id, number),
    CONSTRAINT order_lines_add_up CHECK (picked_base + short_base + cancelled_base <= ordered_base),
    CONSTRAINT order_lines_packed CHECK (packed_base <= picked_base)
) STRICT;
CREATE INDEX order_lines_of_item ON order_lines (item_id);
CREATE INDEX order_lines_promised ON order_lines (item_id) WHERE promised_base > 0;

CREATE TABLE handling_units (
    id BLOB NOT NULL PRIMARY KEY,
    warehouse_id BLOB NOT NULL REFERENCES warehouses (id),
    kind TEXT NOT NULL CHECK (kind IN ('pallet', 'carton', 'tote')),
    code TEXT NOT NULL UNIQUE,
    parent_id BLOB REFERENCES handling_units (id),
    location_id BLOB REFERENCES locations (id),
    order_id BLOB REFERENCES orders (id),
    -- the task that has it in hand; while that task is open, others keep off
    task_id BLOB,
    created_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX handling_units_in ON handling_units (location_id, kind);
CREATE INDEX handling_units_of_order ON handling_units (order_id);
CREATE INDEX handling_units_in_hand ON handling_units (task_id);

-- One row per location, lot and handling unit (the nil UUID is "none"); the fold of the movements.
CREATE TABLE stock (
    location_id BLOB NOT NULL REFERENCES locations (id),
    lot_id BLOB NOT NULL REFERENCES lots (id),
    handling_unit_id BLOB NOT NULL,
    item_id BLOB NOT NULL REFERENCES items (id),
    warehouse_id BLOB NOT NULL REFERENCES warehouses (id),
    on_hand_base INTEGER NOT NULL,
    reserved_base INTEGER NOT NULL,
    PRIMARY KEY (location_id, lot_id, handling_unit_id),
    CONSTRAINT stock_not_negative CHECK (on_hand_base >= 0),
    CONSTRAINT stock_reserved CHECK (reserved_base >= 0 AND reserved_base <= on_hand_base)
) STRICT;
CREATE INDEX stock_of_item ON stock (warehouse_id, item_id);
CREATE INDEX stock_in_unit ON stock (handling_unit_id);
CREATE INDEX stock_of_lot ON stock (lot_id);

CREATE TABLE movements (
    id BLOB NOT NULL PRIMARY KEY,
    warehouse_id BLOB NOT NULL REFERENCES warehouses (id),
    command_id BLOB NOT NULL,
    actor_id BLOB NOT NULL,
    at_ms INTEGER NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('receive', 'putaway', 'pick', 'pack', 'ship', 'relocate', 'adjust')),
    item_id BLOB NOT NULL REFERENCES items (id),
    lot_id BLOB NOT NULL REFERENCES lots (id),
    quantity_base INTEGER NOT NULL CHECK (quantity_base > 0),
    from_location_id BLOB NOT NULL REFERENCES locations (id),
    from_handling_unit_id BLOB NOT NULL,
    to_location_id BLOB NOT NULL REFERENCES locations (id),
    to_handling_unit_id BLOB NOT NULL
) STRICT;
CREATE INDEX movements_of_lot ON movements (lot_id);
CREATE INDEX movements_of_item ON movements (item_id);
CREATE INDEX movements_from ON movements (from_location_id);
CREATE INDEX movements_to ON movements (to_location_id);

CREATE TABLE reservations (
    id BLOB NOT NULL PRIMARY KEY,
    order_line_id BLOB NOT NULL REFERENCES order_lines (id),
    location_id BLOB NOT NULL REFERENCES locations (id),
    lot_id BLOB NOT NULL REFERENCES lots (id),
    handling_unit_id BLOB NOT NULL,
    -- what is still reserved; what was posted or released is no longer in it
    quantity_base INTEGER NOT NULL CHECK (quantity_base >= 0),
    posted_base INTEGER NOT NULL CHECK (posted_base >= 0),
    status TEXT NOT NULL CHECK (status IN ('open', 'posted', 'released')),
    CONSTRAINT reservations_closed CHECK (status = 'open' OR quantity_base = 0)
) STRICT;
CREATE INDEX reservations_of_line ON reservations (order_line_id);
CREATE INDEX reservations_on_stock ON reservations (location_id, lot_id, handling_unit_id);

CREATE TABLE receipts (
    id BLOB NOT NULL PRIMARY KEY,
    warehouse_id BLOB NOT NULL REFERENCES warehouses (id),
    owner_id BLOB NOT NULL REFERENCES owners (id),
    supplier_id BLOB NOT NULL REFERENCES suppliers (id),
    number TEXT NOT NULL,
    access_key TEXT UNIQUE,
    status TEXT NOT NULL CHECK (status IN ('expected', 'open', 'closed')),
    created_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX receipts_of_status ON receipts (warehouse_id, status, id);
CREATE INDEX receipts_by_number ON receipts (warehouse_id, number);

CREATE TABLE receipt_lines (
    id BLOB NOT NULL PRIMARY KEY,
    receipt_id BLOB NOT NULL REFERENCES receipts (id),
    number INTEGER NOT NULL,
    item_id BLOB NOT NULL REFERENCES items (id),
    expected_base INTEGER NOT NULL CHECK (expected_base >= 0),
    received_base INTEGER NOT NULL CHECK (received_base >= 0),
    UNIQUE (receipt_id, number)
) STRICT;

-- The lots that the document announces for a line (`rastro`).
CREATE TABLE receipt_lots (
    receipt_line_id BLOB NOT NULL REFERENCES receipt_lines (id),
    code TEXT NOT NULL,
    quantity_base INTEGER NOT NULL,
    made_on TEXT,
    expiry TEXT,
    PRIMARY KEY (receipt_line_id, code)
) STRICT;

CREATE TABLE waves (
    id BLOB NOT NULL PRIMARY KEY,
    warehouse_id BLOB NOT NULL REFERENCES warehouses (id),
    number TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('released', 'done')),
    released_at_ms INTEGER NOT NULL,
    allocated_base INTEGER NOT NULL,
    open_base INTEGER NOT NULL,
    UNIQUE (warehouse_id, number)
) STRICT;

CREATE TABLE wave_orders (
    order_id BLOB NOT NULL PRIMARY KEY REFERENCES orders (id),
    wave_id BLOB NOT NULL REFERENCES waves (id)
) STRICT;
CREATE INDEX wave_orders_of_wave ON wave_orders (wave_id);

CREATE TABLE tours (
    id BLOB NOT NULL PRIMARY KEY,
    warehouse_id BLOB NOT NULL REFERENCES warehouses (id),
    wave_id BLOB NOT NULL REFERENCES waves (id),
    number TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('open', 'claimed', 'done')),
    user_id BLOB REFERENCES users (id),
    UNIQUE (warehouse_id, number)
) STRICT;
CREATE INDEX tours_of_status ON tours (warehouse_id, status, id);
CREATE INDEX tours_of_wave ON tours (wave_id);

-- The orders on a tour's cart: one slot each, and the tote that stands in it.
CREATE TABLE tour_orders (
    tour_id BLOB NOT NULL REFERENCES tours (id),
    order_id BLOB NOT NULL REFERENCES orders (id),
    slot INTEGER NOT NULL,
    handling_unit_id BLOB REFERENCES handling_units (id),
    PRIMARY KEY (tour_id, order_id)
) STRICT;

CREATE TABLE picks (
    id BLOB NOT NULL PRIMARY KEY,
    tour_id BLOB NOT NULL REFERENCES tours (id),
    sequence INTEGER NOT NULL,
    order_id BLOB NOT NULL REFERENCES orders (id),
    order_line_id BLOB NOT NULL REFERENCES order_lines (id),
    reservation_id BLOB NOT NULL REFERENCES reservations (id),
    quantity_base INTEGER NOT NULL CHECK (quantity_base > 0),
    picked_base INTEGER NOT NULL CHECK (picked_base >= 0),
    status TEXT NOT NULL CHECK (status IN ('open', 'done', 'short')),
    CONSTRAINT picks_not_over CHECK (picked_base <= quantity_base)
) STRICT;
CREATE INDEX picks_of_tour ON picks (tour_id, sequence);
CREATE INDEX picks_of_line ON picks (order_line_id);

-- What one operator is working on; `state` is the flow's progress within the step, as JSON.
CREATE TABLE tasks (
    id BLOB NOT NULL PRIMARY KEY,
    warehouse_id BLOB NOT NULL REFERENCES warehouses (id),
    user_id BLOB NOT NULL REFERENCES users (id),
    kind TEXT NOT NULL CHECK (kind IN ('receive', 'putaway', 'pick', 'pack', 'ship')),
    subject_id BLOB,
    state TEXT NOT NULL,
    -- `open` is on the operator's screen, `parked` waits to be resumed
    status TEXT NOT NULL CHECK (status IN ('open', 'parked', 'done')),
    version INTEGER NOT NULL,
    changed_at_ms INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX tasks_one_open_a_user ON tasks (user_id, warehouse_id) WHERE status = 'open';
CREATE INDEX tasks_of_subject ON tasks (subject_id, status);

CREATE TABLE parcels (
    id BLOB NOT NULL PRIMARY KEY,
    warehouse_id BLOB NOT NULL REFERENCES warehouses (id),
    order_id BLOB NOT NULL REFERENCES orders (id),
    number INTEGER NOT NULL,
    handling_unit_id BLOB NOT NULL UNIQUE REFERENCES handling_units (id),
    sscc TEXT NOT NULL UNIQUE,
    tracking_code TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL CHECK (status IN ('open', 'closed', 'shipped')),
    closed_at_ms INTEGER,
    shipped_at_ms INTEGER,
    UNIQUE (order_id, number)
) STRICT;
CREATE INDEX parcels_of_status ON parcels (warehouse_id, status, id);

CREATE TABLE parcel_lines (
    parcel_id BLOB NOT NULL REFERENCES parcels (id),
    order_line_id BLOB NOT NULL REFERENCES order_lines (id),
    lot_id BLOB NOT NULL REFERENCES lots (id),
    quantity_base INTEGER NOT NULL CHECK (quantity_base > 0),
    PRIMARY KEY (parcel_id, order_line_id, lot_id)
) STRICT;

CREATE TABLE stations (
    id BLOB NOT NULL PRIMARY KEY,
    warehouse_id BLOB NOT NULL REFERENCES warehouses (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    -- the session whose screen answers the station's scans
    session_id BLOB REFERENCES sessions (id),
    UNIQUE (warehouse_id, code)
) STRICT;

CREATE TABLE printers (
    id BLOB NOT NULL PRIMARY KEY,
    warehouse_id BLOB NOT NULL REFERENCES warehouses (id),
    name TEXT NOT NULL,
    -- `tcp://host:port` or `file:folder`
    address TEXT NOT NULL,
    format TEXT NOT NULL CHECK (format IN ('zpl', 'pdf')),
    dpi INTEGER NOT NULL CHECK (dpi IN (203, 300)),
    -- comma-separated label kinds that it prints by default
    labels TEXT NOT NULL,
    UNIQUE (warehouse_id, name)
) STRICT;

CREATE TABLE print_jobs (
    id BLOB NOT NULL PRIMARY KEY,
    warehouse_id BLOB NOT NULL REFERENCES warehouses (id),
    printer_id BLOB NOT NULL REFERENCES printers (id),
    label TEXT NOT NULL,
    subject TEXT NOT NULL,
    -- the label's content as JSON; the bytes are rendered from it
    content TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('queued', 'sending', 'sent', 'printed', 'failed', 'unknown', 'cancelled')),
    reason TEXT,
    bytes_sent INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    reprint_of BLOB REFERENCES print_jobs (id),
    requested_by BLOB NOT NULL REFERENCES users (id),
    created_at_ms INTEGER NOT NULL,
    -- queued: when it is tried next; sending: until when its worker is believed to live
    next_try_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX print_jobs_to_do ON print_jobs (status, printer_id, next_try_ms);
CREATE INDEX print_jobs_of_subject ON print_jobs (subject);

-- What the outside must learn, written with the change. A reader by cursor follows (epoch, number) and takes settled rows only:
-- there is one writer here, so numbers commit in order and the epoch is always 0.
CREATE TABLE events (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    epoch INTEGER NOT NULL DEFAULT 0,
    id BLOB NOT NULL UNIQUE,
    warehouse_id BLOB NOT NULL REFERENCES warehouses (id),
    type TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    payload TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX events_in_order ON events (epoch, number);

CREATE TABLE webhooks (
    id BLOB NOT NULL PRIMARY KEY,
    warehouse_id BLOB NOT NULL REFERENCES warehouses (id),
    url TEXT NOT NULL,
    -- comma-separated event types; empty is all
    events TEXT NOT NULL,
    secret TEXT NOT NULL,
    active INTEGER NOT NULL
) STRICT;

CREATE TABLE webhook_deliveries (
    id BLOB NOT NULL PRIMARY KEY,
    webhook_id BLOB NOT NULL REFERENCES webhooks (id),
    event_id BLOB NOT NULL,
    type TEXT NOT NULL,
    payload TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('queued', 'delivered', 'failed')),
    attempts INTEGER NOT NULL,
    next_try_ms INTEGER NOT NULL,
    reason TEXT,
    UNIQUE (webhook_id, event_id)
) STRICT;
CREATE INDEX webhook_deliveries_to_do ON webhook_deliveries (status, next_try_ms);

CREATE TABLE scan_log (
    id BLOB NOT NULL PRIMARY KEY,
    warehouse_id BLOB NOT NULL,
    user_id BLOB NOT NULL,
    device TEXT NOT NULL,
    task_id BLOB,
    symbol TEXT NOT NULL,
    outcome TEXT NOT NULL,
    code TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    latency_us INTEGER
) STRICT;

CREATE TABLE audit_log (
    id BLOB NOT NULL PRIMARY KEY,
    warehouse_id BLOB NOT NULL,
    user_id BLOB NOT NULL,
    device TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;
