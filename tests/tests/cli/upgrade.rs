//! A filled database of every earlier schema is brought to the newest: all its rows are there, and the audit finds nothing.
//!
//! Each earlier schema is made by the migrations up to it, and filled by plain SQL in the shape of that time: nothing of this
//! version writes into it. In the fixtures `#7` is the id 7, `#bytes` some bytes, in the engine's own spelling.

use std::collections::BTreeMap;

use bipe_store::{Store, migrate};
use bipe_tests::books::Books;

/// Rows that can be written since this migration, and before another one says them otherwise.
struct Fixture {
    since: i64,
    before: i64,
    rows: &'static [&'static str],
}

/// A warehouse with a lot received, an order shipped, one with some of it in a tote, and one just taken.
const FIXTURES: [Fixture; 10] = [
    Fixture {
        since: 1,
        before: i64::MAX,
        rows: &[
            "INSERT INTO counters (name, value) VALUES ('tour:x', 2)",
            "INSERT INTO warehouses (id, code, name, time_zone, gs1_prefix, address, shift_hours)
             VALUES (#1, 'SP1', 'Galpão', 'America/Sao_Paulo', '7891000', '{}', 12)",
            "INSERT INTO users (id, login, name, language, active, failed_logins, locked_until_ms)
             VALUES (#2, 'pedro', 'Pedro', 'pt', TRUE, 0, 0)",
            "INSERT INTO badges (code, user_id, issued_at_ms) VALUES ('BPBPEDROXXXXX', #2, 0)",
            "INSERT INTO role_grants (user_id, warehouse_id, role) VALUES (#2, #1, 'picker')",
            "INSERT INTO sessions (id, user_id, warehouse_id, kind, token_hash, device, created_at_ms, expires_at_ms)
             VALUES (#93, #2, #1, 'person', #bytes, 'coletor 1', 0, 10000)",
            "INSERT INTO owners (id, code, name, tax_id) VALUES (#3, 'BOMPRECO', 'Bom Preço', '12345678000195')",
            "INSERT INTO items (id, owner_id, sku, name, search, unit, tracking, expires, rotation_policy, remaining_days_min,
                abc_class)
             VALUES (#4, #3, 'CAFE-500', 'Café 500 g', 'cafe-500 cafe 500 g', 'UN', 'lot', TRUE, 'warn', 0, 'A')",
            "INSERT INTO packagings (id, item_id, name, gtin, quantity_base, weight_g)
             VALUES (#5, #4, 'UN', NULL, 1, 520), (#6, #4, 'CX', NULL, 12, 6400)",
            "INSERT INTO item_codes (owner_id, code, item_id, packaging_id) VALUES (#3, 'CAFE-500', #4, NULL)",
            "INSERT INTO zones (id, warehouse_id, code, name) VALUES (#7, #1, 'A', 'Secos')",
            "INSERT INTO locations (id, warehouse_id, zone_id, code, kind, aisle, bay, level, position, x_mm, y_mm, pick_sequence,
                check_digits, mixing, version)
             VALUES (#10, #1, NULL, 'FORN', 'supplier', '', 0, 0, 0, 0, 0, 0, '', 'any', 0),
                (#11, #1, NULL, 'CLI', 'customer', '', 0, 0, 0, 0, 0, 0, '', 'any', 0),
                (#12, #1, NULL, 'DOCA', 'dock', '', 0, 0, 0, 0, 0, 0, '', 'any', 0),
                (#13, #1, NULL, 'TRANS', 'transit', '', 0, 0, 0, 0, 0, 0, '', 'any', 0),
                (#14, #1, NULL, 'MESA', 'pack_desk', '', 0, 0, 0, 0, 0, 0, '', 'any', 2),
                (#15, #1, #7, 'A-01', 'pick_face', 'A', 1, 1, 1, 0, 0, 11, '11', 'any', 3)",
            "INSERT INTO lots (id, item_id, code, implicit, expiry, received_on, status)
             VALUES (#20, #4, 'L1', FALSE, '2090-01-31', '2026-03-01', 'released')",
            "INSERT INTO carriers (id, code, name, tracking_prefix) VALUES (#21, 'CORREIOS', 'Correios', 'BP')",
            "INSERT INTO suppliers (id, name, tax_id) VALUES (#92, 'Torrefação', '11222333000181')",
            "INSERT INTO supplier_items (supplier_id, code, item_id) VALUES (#92, 'TORR-1', #4)",
            "INSERT INTO receipts (id, warehouse_id, owner_id, supplier_id, number, access_key, status, created_at_ms)
             VALUES (#90, #1, #3, #92, '1', NULL, 'closed', 500)",
            "INSERT INTO receipt_lines (id, receipt_id, number, item_id, expected_base, received_base)
             VALUES (#91, #90, 1, #4, 100, 100)",
            "INSERT INTO receipt_lots (receipt_line_id, code, quantity_base, expiry) VALUES (#91, 'L1', 100, '2090-01-31')",
            "INSERT INTO orders (id, warehouse_id, owner_id, number, channel, ship_to, customer, city, carrier_id,
                remaining_days_min, status, created_at_ms)
             VALUES (#30, #1, #3, 'PV-1', 'loja', '{}', 'Conceição', 'São Paulo', #21, 0, 'picking', 600),
                (#32, #1, #3, 'PV-2', 'loja', '{}', 'Conceição', 'São Paulo', #21, 0, 'new', 700),
                (#34, #1, #3, 'PV-3', 'loja', '{}', 'Conceição', 'São Paulo', #21, 0, 'shipped', 800)",
            "INSERT INTO order_lines (id, order_id, number, item_id, ordered_base, promised_base, picked_base, short_base,
                cancelled_base, packed_base)
             VALUES (#31, #30, 1, #4, 8, 0, 5, 0, 0, 0), (#33, #32, 1, #4, 4, 4, 0, 0, 0, 0),
                (#35, #34, 1, #4, 7, 0, 7, 0, 0, 7)",
            "INSERT INTO handling_units (id, warehouse_id, kind, code, location_id, order_id, created_at_ms)
             VALUES (#40, #1, 'tote', 'BPT000001', #13, #30, 900), (#43, #1, 'tote', 'BPT000002', #14, NULL, 900),
                (#42, #1, 'carton', '178910000000000017', NULL, #34, 900)",
            "INSERT INTO stock (location_id, lot_id, handling_unit_id, item_id, warehouse_id, on_hand_base, reserved_base)
             VALUES (#15, #20, #0, #4, #1, 88, 3), (#13, #20, #40, #4, #1, 5, 0)",
            "INSERT INTO movements (id, warehouse_id, command_id, actor_id, at_ms, reason, item_id, lot_id, quantity_base,
                from_location_id, from_handling_unit_id, to_location_id, to_handling_unit_id)
             VALUES (#60, #1, #70, #2, 1000, 'receive', #4, #20, 100, #10, #0, #15, #0),
                (#61, #1, #71, #2, 2000, 'pick', #4, #20, 5, #15, #0, #13, #40),
                (#62, #1, #72, #2, 3000, 'pick', #4, #20, 7, #15, #0, #13, #43),
                (#63, #1, #73, #2, 4000, 'pack', #4, #20, 7, #13, #43, #14, #42),
                (#64, #1, #74, #2, 5000, 'ship', #4, #20, 7, #14, #42, #11, #42)",
            "INSERT INTO commands (key, id, actor_id, digest, status, reply, at_ms)
             VALUES ('c:1', #70, #2, #bytes, 200, '{}', 1000), ('c:2', #71, #2, #bytes, 200, '{}', 2000),
                ('c:3', #72, #2, #bytes, 200, '{}', 3000), ('c:4', #73, #2, #bytes, 200, '{}', 4000),
                ('c:5', #74, #2, #bytes, 200, '{}', 5000)",
            "INSERT INTO reservations (id, order_line_id, location_id, lot_id, handling_unit_id, quantity_base, posted_base, status)
             VALUES (#50, #31, #15, #20, #0, 3, 0, 'open'), (#51, #31, #15, #20, #0, 0, 5, 'posted'),
                (#56, #35, #15, #20, #0, 0, 7, 'posted')",
            "INSERT INTO waves (id, warehouse_id, number, status, released_at_ms, allocated_base, open_base)
             VALUES (#52, #1, '00001', 'released', 900, 8, 0), (#59, #1, '00002', 'done', 900, 7, 0)",
            "INSERT INTO wave_orders (order_id, wave_id) VALUES (#30, #52), (#34, #59)",
            "INSERT INTO tours (id, warehouse_id, wave_id, number, status, user_id)
             VALUES (#53, #1, #52, '00001', 'claimed', #2), (#58, #1, #59, '00002', 'done', #2)",
            "INSERT INTO tour_orders (tour_id, order_id, slot, handling_unit_id)
             VALUES (#53, #30, 1, #40), (#58, #34, 1, #43)",
            "INSERT INTO picks (id, tour_id, sequence, order_id, order_line_id, reservation_id, quantity_base, picked_base, status)
             VALUES (#54, #53, 10, #30, #31, #51, 5, 5, 'done'), (#55, #53, 20, #30, #31, #50, 3, 0, 'open'),
                (#57, #58, 10, #34, #35, #56, 7, 7, 'done')",
            "INSERT INTO tasks (id, warehouse_id, user_id, kind, subject_id, state, status, version, changed_at_ms)
             VALUES (#94, #1, #2, 'pick', #53, '', 'open', 3, 2000)",
            "INSERT INTO parcels (id, warehouse_id, order_id, number, handling_unit_id, sscc, tracking_code, status, closed_at_ms,
                shipped_at_ms)
             VALUES (#100, #1, #34, 1, #42, '178910000000000017', 'BP000000014BR', 'shipped', 4000, 5000)",
            "INSERT INTO parcel_lines (parcel_id, order_line_id, lot_id, quantity_base) VALUES (#100, #35, #20, 7)",
            "INSERT INTO stations (id, warehouse_id, code, name) VALUES (#99, #1, 'DOCA1', 'Doca 1')",
            "INSERT INTO printers (id, warehouse_id, name, address, format, dpi, labels)
             VALUES (#95, #1, 'Etiquetas', 'file:/nowhere', 'zpl', 203, 'shipping')",
            "INSERT INTO print_jobs (id, warehouse_id, printer_id, label, subject, content, status, bytes_sent, attempts,
                requested_by, created_at_ms, next_try_ms)
             VALUES (#96, #1, #95, 'shipping', '178910000000000017', '{}', 'sent', 9, 1, #2, 4000, 4000)",
            "INSERT INTO events (id, warehouse_id, type, subject_id, payload, at_ms)
             VALUES (#80, #1, 'order.accepted', #30, '{}', 600), (#81, #1, 'order.accepted', #32, '{}', 700),
                (#82, #1, 'order.accepted', #34, '{}', 800), (#83, #1, 'parcel.closed', #100, '{}', 4000),
                (#84, #1, 'order.packed', #34, '{}', 4000), (#85, #1, 'order.shipped', #34, '{}', 5000)",
            "INSERT INTO webhooks (id, warehouse_id, url, events, secret, active)
             VALUES (#97, #1, 'http://127.0.0.1:9/', 'order.shipped', 'whsec_AAAA', TRUE)",
            "INSERT INTO webhook_deliveries (id, webhook_id, event_id, type, payload, status, attempts, next_try_ms)
             VALUES (#98, #97, #85, 'order.shipped', '{}', 'delivered', 1, 5000)",
            "INSERT INTO scan_log (id, warehouse_id, user_id, device, symbol, outcome, code, at_ms)
             VALUES (#101, #1, #2, 'coletor 1', 'BPT000001', 'accepted', 'posted', 2000)",
            "INSERT INTO audit_log (id, warehouse_id, user_id, device, action, subject, detail, at_ms)
             VALUES (#102, #1, #2, 'mesa', 'wave.released', '00001', '', 900)",
        ],
    },
    Fixture {
        since: 2,
        before: i64::MAX,
        rows: &[
            "INSERT INTO customers (id, owner_id, code, name, remaining_days_min) VALUES (#110, #3, 'C1', 'Mercado', 30)",
            "UPDATE orders SET customer_id = #110 WHERE id = #32",
            "INSERT INTO counts (id, warehouse_id, location_id, reason, status, location_version, requested_by, counted_by,
                created_at_ms, counted_at_ms, posted_at_ms)
             VALUES (#111, #1, #15, 'cycle', 'posted', 3, #2, #2, 5100, 5200, 5300)",
            "INSERT INTO count_lines (count_id, lot_id, handling_unit_id, book_base, counted_base)
             VALUES (#111, #20, #0, 88, 88)",
            "UPDATE order_lines SET picked_base = 4, cancelled_base = 1 WHERE id = #31",
            "INSERT INTO put_backs (id, warehouse_id, order_line_id, handling_unit_id, lot_id, quantity_base, done_base, created_at_ms)
             VALUES (#112, #1, #31, #40, #20, 1, 0, 5400)",
        ],
    },
    Fixture {
        since: 5,
        before: i64::MAX,
        rows: &[
            "INSERT INTO station_printers (station_id, label, printer_id) VALUES (#99, 'shipping', #95)",
            "INSERT INTO label_templates (warehouse_id, name, source, changed_by, changed_at_ms)
             VALUES (#1, 'shipping', '{}', #2, 5500)",
        ],
    },
    Fixture {
        since: 7,
        before: i64::MAX,
        rows: &[
            "INSERT INTO pick_faces (location_id, item_id, min_base, max_base) VALUES (#15, #4, 10, 90)",
            "INSERT INTO replenishments (id, warehouse_id, location_id, item_id, reason, quantity_base, done_base, status,
                created_at_ms)
             VALUES (#113, #1, #15, #4, 'minimum', 5, 0, 'open', 5600)",
        ],
    },
    Fixture {
        since: 9,
        before: i64::MAX,
        rows: &[
            "UPDATE warehouses SET over_receipt_percent = 5",
            "UPDATE items SET over_receipt_percent = 10, arrival_days_min = 30",
            "INSERT INTO receipts (id, warehouse_id, owner_id, supplier_id, kind, blind, number, over_receipt_percent, status,
                created_at_ms)
             VALUES (#114, #1, #3, #92, 'asn', FALSE, 'A-1', 0, 'expected', 5700)",
            "INSERT INTO receipt_lines (id, receipt_id, number, item_id, expected_base, received_base, quarantined_base,
                sent_back_base)
             VALUES (#115, #114, 1, #4, 24, 0, 0, 0)",
            "INSERT INTO receipt_pallets (code, receipt_id) VALUES ('378999900000000015', #114)",
            "INSERT INTO receipt_pallet_lines (pallet_code, receipt_line_id, lot, quantity_base)
             VALUES ('378999900000000015', #115, 'L1', 24)",
        ],
    },
    Fixture {
        since: 12,
        before: 16,
        rows: &["INSERT INTO exceptions (id, warehouse_id, user_id, line_id, command_id, reason, commands, location_id, moved_base,
                sku, lot, unit_code, status, created_at_ms)
             VALUES (#116, #1, #2, #55, #71, 'line_changed', 1, #15, 3, 'CAFE-500', 'L1', 'BPT000001', 'open', 5800),
                (#118, #1, #2, #54, #72, 'line_changed', 1, #15, NULL, '', '', '', 'open', 5800)"],
    },
    Fixture {
        since: 13,
        before: i64::MAX,
        rows: &[
            "INSERT INTO cut_offs (warehouse_id, carrier_id, minute) VALUES (#1, #21, 1020)",
            "INSERT INTO release_channels (id, warehouse_id, code, name, rule, orders_max, units_min, units_max, tours_max, automatic)
             VALUES (#117, #1, 'LOJA', 'Loja virtual', '{}', 60, 0, NULL, 8, FALSE)",
            "UPDATE orders SET priority = 5 WHERE id = #32",
            "UPDATE waves SET release_channel = 'LOJA' WHERE id = #52",
            "UPDATE tours SET walk_mm = 120000, leaves_at_ms = 6000, priority = 5, claimed_at_ms = 1500 WHERE id = #53",
            "UPDATE items SET handling = 'heavy' WHERE id = #4",
        ],
    },
    Fixture {
        since: 14,
        before: i64::MAX,
        rows: &["UPDATE warehouses SET ways = '{\"one_way\":{\"A\":\"up\"}}'"],
    },
    Fixture {
        since: 15,
        before: i64::MAX,
        rows: &["INSERT INTO wave_releases (wave_id, request_key, digest, at_ms) VALUES (#52, NULL, #bytes, 900)"],
    },
    Fixture {
        since: 16,
        before: i64::MAX,
        rows: &[
            "INSERT INTO exceptions (id, warehouse_id, user_id, line_id, command_id, reason, commands, status, created_at_ms,
                refused_at_ms)
             VALUES (#116, #1, #2, #55, #71, 'line_changed', 1, 'open', 5800, 5800),
                (#118, #1, #2, #54, #72, 'line_changed', 1, 'open', 5800, 5800)",
            "INSERT INTO exception_goods (command_id, exception_id, location_id, sku, lot, unit_code, moved_base)
             VALUES (#71, #116, #15, 'CAFE-500', 'L1', 'BPT000001', 3)",
        ],
    },
];

/// A fixture's row in an engine's spelling.
fn spell(row: &str, sqlite: bool) -> String {
    let mut out = String::new();
    let mut parts = row.split('#');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        if let Some(rest) = part.strip_prefix("bytes") {
            out.push_str(if sqlite { "x'00ff'" } else { "CAST('\\x00ff' AS bytea)" });
            out.push_str(rest);
            continue;
        }
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        let number: u128 = part[..digits].parse().expect("a number follows #");
        let id = uuid::Uuid::from_u128(number);
        out.push_str(&if sqlite { format!("x'{}'", id.simple()) } else { format!("CAST('{id}' AS uuid)") });
        out.push_str(&part[digits..]);
    }
    out
}

/// How many rows stand in each table.
fn sizes(books: &mut Books) -> BTreeMap<String, i64> {
    let tables = books.tables().into_iter().filter(|table| !table.starts_with("_sqlx"));
    tables.map(|table| (table.clone(), books.number(&format!("SELECT COUNT(*) FROM {table}")))).collect()
}

/// What must be the same before and after, in words of the oldest schema.
fn figures(books: &mut Books) -> Vec<Vec<Vec<String>>> {
    [
        "SELECT {id:location_id}, {id:lot_id}, {id:handling_unit_id}, on_hand_base, reserved_base FROM stock ORDER BY 1, 2, 3",
        "SELECT {id:id}, {id:command_id}, reason, quantity_base, {id:from_location_id}, {id:to_location_id}, at_ms
         FROM movements ORDER BY 1",
        "SELECT number, status, customer FROM orders ORDER BY number",
        "SELECT {id:id}, {id:reservation_id}, quantity_base, picked_base, status FROM picks ORDER BY 1",
        "SELECT {id:id}, kind, {id:subject_id}, status, version FROM tasks ORDER BY 1",
        "SELECT sku, name, tracking, abc_class FROM items ORDER BY sku",
        "SELECT name, quantity_base, weight_g FROM packagings ORDER BY name",
    ]
    .iter()
    .map(|sql| books.rows(sql))
    .collect()
}

/// Brings a filled database of the schema `from` to the newest.
async fn upgrade(url: &str, from: i64) {
    let store = Store::open(url).await.expect("the store opens");
    store.migrate_until(from).await.expect("the earlier schema");
    let sqlite = url.starts_with("sqlite:");
    let written = FIXTURES.iter().filter(|fixture| (fixture.since..fixture.before).contains(&from));
    for row in written.flat_map(|fixture| fixture.rows) {
        Books::falsify(url, &spell(row, sqlite));
    }
    let mut books = Books::open(url);
    let (sizes_before, figures_before) = (sizes(&mut books), figures(&mut books));
    let empty: Vec<&String> =
        sizes_before.iter().filter(|(_, rows)| **rows == 0).map(|(table, _)| table).collect();
    assert!(empty.is_empty(), "the fixture of {from} leaves these empty: {empty:?}");
    drop(books);
    store.migrate().await.expect("this version's schema");
    let mut books = Books::open(url);
    let after = sizes(&mut books);
    for (table, rows) in sizes_before {
        assert_eq!(after.get(&table), Some(&rows), "rows of {table}, from {from}");
    }
    assert_eq!(figures(&mut books), figures_before, "from {from}");
    if from >= 12 {
        let goods = "SELECT {id:exception_id}, {id:command_id}, {id:location_id}, sku, lot, unit_code, moved_base FROM exception_goods";
        let id = |number: u128| uuid::Uuid::from_u128(number).simple().to_string();
        let moved = [&id(116), &id(71), &id(15), "CAFE-500", "L1", "BPT000001", "3"].map(str::to_owned);
        assert_eq!(books.rows(goods), [moved.to_vec()], "what was moved, from {from}");
        let refused = "SELECT DISTINCT refused_at_ms FROM exceptions";
        assert_eq!(books.number(refused), 5800, "from {from}");
    }
    let report = bipe_store::audit::run(&store).await.expect("the audit runs");
    assert_eq!(report.findings, [], "from {from}");
    store.close().await;
}

fn earlier() -> Vec<i64> {
    let mut versions = migrate::versions();
    versions.pop();
    assert!(!versions.is_empty(), "there are earlier schemas");
    versions
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn filled_databases_of_every_earlier_schema_on_sqlite() {
    let folder = tempfile::tempdir().expect("a folder");
    for from in earlier() {
        let url = format!("sqlite:{}", folder.path().join(format!("from_{from}.db")).display());
        upgrade(&url, from).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn filled_databases_of_every_earlier_schema_on_postgres() {
    for from in earlier() {
        let url = tokio::task::spawn_blocking(bipe_tests::postgres::database).await.expect("a database");
        upgrade(&url, from).await;
    }
}
