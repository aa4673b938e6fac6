//! `bipe audit` finds every way in which a small, sound database is broken by hand, on both engines, and nothing else before
//! and after. The database's constraints, which would have refused most of it, are taken away first.

use std::collections::BTreeSet;

use bipe_store::audit::{self, Finding};
use bipe_store::{Engine, Store};
use bipe_tests::{postgres, process};

/// The tables that are broken. Copied, they lose their constraints.
const TABLES: &[&str] = &[
    "stock",
    "movements",
    "reservations",
    "handling_units",
    "order_lines",
    "orders",
    "picks",
    "tours",
    "tasks",
    "parcels",
    "parcel_lines",
    "commands",
    "events",
    "webhook_deliveries",
    "counts",
    "count_lines",
];

/// A sound database: 20 of lot L1 came in, 5 were picked, packed and shipped, 4 are reserved; one serial; a carton on a pallet.
/// `{7}` is the id 7, `{0}` is no handling unit.
const SOUND: &str = "
INSERT INTO warehouses (id, code, name, time_zone, gs1_prefix, address, shift_hours)
    VALUES ({1}, 'SP1', 'SP', 'UTC', '7891000', '{}', 12);
INSERT INTO users (id, login, name, language, active, failed_logins, locked_until_ms)
    VALUES ({30}, 'ana', 'Ana', 'pt', TRUE, 0, 0), ({31}, 'gil', 'Gil', 'pt', TRUE, 0, 0);
INSERT INTO owners (id, code, name, tax_id) VALUES ({2}, 'O', 'O', '');
INSERT INTO items (id, owner_id, sku, name, search, unit, tracking, expires, rotation_policy, remaining_days_min, abc_class)
    VALUES ({3}, {2}, 'CAF', 'Café', 'cafe', 'UN', 'lot', TRUE, 'warn', 0, 'A'),
        ({4}, {2}, 'LEI', 'Leitor', 'leitor', 'UN', 'serial', FALSE, 'none', 0, 'A');
INSERT INTO locations (id, warehouse_id, code, kind, aisle, bay, level, position, x_mm, y_mm, pick_sequence, check_digits,
        mixing, version)
    VALUES ({20}, {1}, 'A-01', 'storage', '', 0, 0, 0, 0, 0, 0, '', 'any', 0),
        ({21}, {1}, 'A-02', 'storage', '', 0, 0, 0, 0, 0, 0, '', 'any', 0),
        ({22}, {1}, 'SUP', 'supplier', '', 0, 0, 0, 0, 0, 0, '', 'any', 0),
        ({23}, {1}, 'CUST', 'customer', '', 0, 0, 0, 0, 0, 0, '', 'any', 0),
        ({24}, {1}, 'CART', 'transit', '', 0, 0, 0, 0, 0, 0, '', 'any', 0),
        ({25}, {1}, 'DESK', 'pack_desk', '', 0, 0, 0, 0, 0, 0, '', 'any', 0);
INSERT INTO lots (id, item_id, code, implicit, received_on, status)
    VALUES ({10}, {3}, 'L1', FALSE, '2026-03-02', 'released'), ({11}, {4}, 'S1', FALSE, '2026-03-02', 'released'),
        ({12}, {3}, 'L2', FALSE, '2026-03-02', 'released');
INSERT INTO carriers (id, code, name, tracking_prefix) VALUES ({40}, 'C', 'C', 'BP');
INSERT INTO orders (id, warehouse_id, owner_id, number, channel, ship_to, customer, city, carrier_id, remaining_days_min,
        status, created_at_ms)
    VALUES ({50}, {1}, {2}, 'PV-1', '', '{}', '', '', {40}, 0, 'shipped', 0),
        ({52}, {1}, {2}, 'PV-2', '', '{}', '', '', {40}, 0, 'released', 0);
INSERT INTO order_lines (id, order_id, number, item_id, ordered_base, promised_base, picked_base, short_base, cancelled_base,
        packed_base)
    VALUES ({51}, {50}, 1, {3}, 5, 0, 5, 0, 0, 5), ({53}, {52}, 1, {3}, 4, 0, 0, 0, 0, 0);
INSERT INTO reservations (id, order_line_id, location_id, lot_id, handling_unit_id, quantity_base, posted_base, status)
    VALUES ({60}, {53}, {20}, {10}, {0}, 4, 0, 'open'), ({61}, {51}, {20}, {10}, {0}, 0, 5, 'posted');
INSERT INTO waves (id, warehouse_id, number, status, released_at_ms, allocated_base, open_base)
    VALUES ({80}, {1}, 'W1', 'released', 0, 9, 0);
INSERT INTO tours (id, warehouse_id, wave_id, number, status, user_id)
    VALUES ({70}, {1}, {80}, 'T1', 'done', {30}), ({71}, {1}, {80}, 'T2', 'claimed', {30});
INSERT INTO picks (id, tour_id, sequence, order_id, order_line_id, reservation_id, quantity_base, picked_base, status)
    VALUES ({72}, {70}, 1, {50}, {51}, {61}, 5, 5, 'done'), ({73}, {71}, 1, {52}, {53}, {60}, 4, 0, 'open');
INSERT INTO tasks (id, warehouse_id, user_id, kind, subject_id, state, status, version, changed_at_ms)
    VALUES ({75}, {1}, {30}, 'pick', {71}, '{}', 'open', 0, 0);
INSERT INTO handling_units (id, warehouse_id, kind, code, parent_id, location_id, created_at_ms)
    VALUES ({90}, {1}, 'tote', 'BPT1', NULL, {24}, 0), ({91}, {1}, 'carton', 'CARTON', NULL, NULL, 0),
        ({92}, {1}, 'pallet', 'PALLET', NULL, {20}, 0), ({93}, {1}, 'carton', 'INNER', {92}, {20}, 0);
INSERT INTO parcels (id, warehouse_id, order_id, number, handling_unit_id, sscc, tracking_code, status)
    VALUES ({95}, {1}, {50}, 1, {91}, '378910000000000017', 'BP1', 'shipped');
INSERT INTO parcel_lines (parcel_id, order_line_id, lot_id, quantity_base) VALUES ({95}, {51}, {10}, 5);
INSERT INTO stock (location_id, lot_id, handling_unit_id, item_id, warehouse_id, on_hand_base, reserved_base)
    VALUES ({20}, {10}, {0}, {3}, {1}, 15, 4), ({21}, {11}, {0}, {4}, {1}, 1, 0), ({20}, {12}, {92}, {3}, {1}, 6, 0);
INSERT INTO movements (id, warehouse_id, command_id, actor_id, at_ms, reason, item_id, lot_id, quantity_base,
        from_location_id, from_handling_unit_id, to_location_id, to_handling_unit_id)
    VALUES ({110}, {1}, {100}, {30}, 5, 'receive', {3}, {10}, 20, {22}, {0}, {20}, {0}),
        ({111}, {1}, {100}, {30}, 5, 'receive', {4}, {11}, 1, {22}, {0}, {21}, {0}),
        ({112}, {1}, {100}, {30}, 5, 'receive', {3}, {12}, 6, {22}, {0}, {20}, {92}),
        ({113}, {1}, {101}, {30}, 6, 'pick', {3}, {10}, 5, {20}, {0}, {24}, {90}),
        ({114}, {1}, {101}, {30}, 7, 'pack', {3}, {10}, 5, {24}, {90}, {25}, {91}),
        ({115}, {1}, {101}, {30}, 8, 'ship', {3}, {10}, 5, {25}, {91}, {23}, {0});
INSERT INTO commands (key, id, actor_id, digest, status, reply, at_ms)
    VALUES ('c:100', {100}, {30}, {0}bytes, 200, '{}', 5), ('c:101', {101}, {30}, {0}bytes, 200, '{}', 6);
INSERT INTO events (id, warehouse_id, type, subject_id, payload, at_ms)
    VALUES ({120}, {1}, 'parcel.closed', {95}, '{}', 7), ({121}, {1}, 'order.packed', {50}, '{}', 7),
        ({122}, {1}, 'order.shipped', {50}, '{}', 8);
INSERT INTO counts (id, warehouse_id, location_id, reason, status, location_version, posted_version, requested_by, created_at_ms)
    VALUES ({140}, {1}, {21}, 'request', 'posted', 3, 3, {30}, 0);
INSERT INTO count_lines (count_id, lot_id, handling_unit_id, book_base, counted_base) VALUES ({140}, {11}, {0}, 1, 1);
INSERT INTO webhooks (id, warehouse_id, url, events, secret, active)
    VALUES ({130}, {1}, 'https://shop.example/hook', '', '', TRUE);
INSERT INTO webhook_deliveries (id, webhook_id, event_id, type, payload, status, attempts, next_try_ms)
    VALUES ({131}, {130}, {122}, 'order.shipped', '{}', 'delivered', 1, 0);
";

/// How it is broken, what finds that with which figures (expected, found) and on what, and how it is mended.
type Break = (&'static str, &'static str, (i64, i64), &'static str, &'static str);

const BREAKS: &[Break] = &[
    (
        "UPDATE stock SET on_hand_base = -1 WHERE location_id = {21}",
        "stock_negative",
        (0, -1),
        "A-02: LEI lot S1",
        "UPDATE stock SET on_hand_base = 1 WHERE location_id = {21}",
    ),
    (
        "UPDATE movements SET quantity_base = 30 WHERE id = {113}",
        "stock_negative",
        (0, -10),
        "A-01: CAF lot L1",
        "UPDATE movements SET quantity_base = 5 WHERE id = {113}",
    ),
    (
        "UPDATE stock SET on_hand_base = 14 WHERE lot_id = {10}",
        "stock_fold",
        (15, 14),
        "A-01: CAF lot L1",
        "UPDATE stock SET on_hand_base = 15 WHERE lot_id = {10}",
    ),
    (
        "UPDATE movements SET to_handling_unit_id = {0} WHERE id = {112}",
        "stock_fold",
        (0, 6),
        "A-01 / PALLET: CAF lot L2",
        "UPDATE movements SET to_handling_unit_id = {92} WHERE id = {112}",
    ),
    (
        "INSERT INTO stock (location_id, lot_id, handling_unit_id, item_id, warehouse_id, on_hand_base, reserved_base) \
        VALUES ({22}, {10}, {0}, {3}, {1}, 3, 0)",
        "stock_virtual",
        (0, 3),
        "SUP: CAF lot L1",
        "DELETE FROM stock WHERE location_id = {22}",
    ),
    (
        "UPDATE stock SET on_hand_base = 16 WHERE lot_id = {10}",
        "lot_balance",
        (15, 16),
        "CAF lot L1",
        "UPDATE stock SET on_hand_base = 15 WHERE lot_id = {10}",
    ),
    (
        "UPDATE stock SET reserved_base = 3 WHERE lot_id = {10}",
        "reserved_sum",
        (4, 3),
        "A-01: CAF lot L1",
        "UPDATE stock SET reserved_base = 4 WHERE lot_id = {10}",
    ),
    (
        "UPDATE reservations SET handling_unit_id = {92} WHERE id = {60}",
        "reserved_sum",
        (4, 0),
        "A-01 / PALLET: CAF lot L1",
        "UPDATE reservations SET handling_unit_id = {0} WHERE id = {60}",
    ),
    (
        "UPDATE stock SET reserved_base = 20 WHERE lot_id = {10}",
        "reserved_over",
        (15, 20),
        "A-01: CAF lot L1",
        "UPDATE stock SET reserved_base = 4 WHERE lot_id = {10}",
    ),
    (
        "INSERT INTO stock (location_id, lot_id, handling_unit_id, item_id, warehouse_id, on_hand_base, reserved_base) \
        VALUES ({20}, {11}, {0}, {4}, {1}, 1, 0)",
        "serial_places",
        (1, 2),
        "LEI serial S1",
        "DELETE FROM stock WHERE location_id = {20} AND lot_id = {11}",
    ),
    (
        "INSERT INTO stock (location_id, lot_id, handling_unit_id, item_id, warehouse_id, on_hand_base, reserved_base) \
        VALUES ({21}, {11}, {0}, {4}, {1}, 0, 0)",
        "stock_double",
        (1, 2),
        "A-02: LEI lot S1",
        "DELETE FROM stock WHERE location_id = {21} AND on_hand_base = 0",
    ),
    (
        "UPDATE handling_units SET location_id = {21} WHERE id = {92}",
        "unit_place",
        (0, 6),
        "PALLET stands in A-02, but A-01",
        "UPDATE handling_units SET location_id = {20} WHERE id = {92}",
    ),
    (
        "UPDATE handling_units SET id = {99} WHERE id = {92}",
        "unit_place",
        (0, 6),
        "an unknown unit stands in no place",
        "UPDATE handling_units SET id = {92} WHERE id = {99}",
    ),
    (
        "UPDATE handling_units SET location_id = {21} WHERE id = {93}",
        "unit_nested",
        (1, 2),
        "INNER stands in A-02, PALLET",
        "UPDATE handling_units SET location_id = {20} WHERE id = {93}",
    ),
    (
        "UPDATE handling_units SET parent_id = {93} WHERE id = {92}",
        "unit_cycle",
        (0, 1),
        "PALLET is within itself",
        "UPDATE handling_units SET parent_id = NULL WHERE id = {92}",
    ),
    (
        "UPDATE stock SET item_id = {4} WHERE lot_id = {12}",
        "lot_item",
        (0, 6),
        "stock in A-01 names LEI with lot L2 of CAF",
        "UPDATE stock SET item_id = {3} WHERE lot_id = {12}",
    ),
    (
        "UPDATE movements SET item_id = {4} WHERE id = {112}",
        "lot_item",
        (0, 6),
        "a movement (receive) names LEI",
        "UPDATE movements SET item_id = {3} WHERE id = {112}",
    ),
    (
        "UPDATE order_lines SET item_id = {4} WHERE id = {53}",
        "lot_item",
        (0, 4),
        "a reservation of order PV-2 names LEI",
        "UPDATE order_lines SET item_id = {3} WHERE id = {53}",
    ),
    (
        "UPDATE tours SET user_id = NULL WHERE id = {71}",
        "tour_claim",
        (1, 0),
        "tour T2 (claimed)",
        "UPDATE tours SET user_id = {30} WHERE id = {71}",
    ),
    (
        "INSERT INTO tasks (id, warehouse_id, user_id, kind, subject_id, state, status, version, changed_at_ms) \
        VALUES ({76}, {1}, {31}, 'pick', {71}, '{}', 'parked', 0, 0)",
        "tour_shared",
        (1, 2),
        "tour T2",
        "DELETE FROM tasks WHERE id = {76}",
    ),
    (
        "UPDATE order_lines SET short_base = 1 WHERE id = {51}",
        "line_sum",
        (5, 6),
        "order PV-1 line 1",
        "UPDATE order_lines SET short_base = 0 WHERE id = {51}",
    ),
    (
        "UPDATE order_lines SET cancelled_base = 3 WHERE id = {53}",
        "line_open",
        (1, 4),
        "order PV-2 line 1",
        "UPDATE order_lines SET cancelled_base = 0 WHERE id = {53}",
    ),
    (
        "UPDATE picks SET picked_base = 4 WHERE id = {72}",
        "line_picked",
        (4, 5),
        "order PV-1 line 1",
        "UPDATE picks SET picked_base = 5 WHERE id = {72}",
    ),
    (
        "UPDATE reservations SET posted_base = 4 WHERE id = {61}",
        "line_posted",
        (4, 5),
        "order PV-1 line 1",
        "UPDATE reservations SET posted_base = 5 WHERE id = {61}",
    ),
    (
        "UPDATE movements SET reason = 'relocate' WHERE id = {113}",
        "item_picked",
        (0, 5),
        "item CAF",
        "UPDATE movements SET reason = 'pick' WHERE id = {113}",
    ),
    (
        "UPDATE order_lines SET packed_base = 4 WHERE id = {51}",
        "line_packed",
        (5, 4),
        "order PV-1 line 1",
        "UPDATE order_lines SET packed_base = 5 WHERE id = {51}",
    ),
    (
        "UPDATE parcel_lines SET lot_id = {12}",
        "parcel_packed",
        (0, 5),
        "parcel 378910000000000017: CAF lot L2",
        "UPDATE parcel_lines SET lot_id = {10}",
    ),
    (
        "UPDATE parcels SET status = 'closed'",
        "parcel_shipped",
        (5, 0),
        "parcel 378910000000000017 (closed): CAF lot L1",
        "UPDATE parcels SET status = 'shipped'",
    ),
    (
        "UPDATE parcels SET status = 'closed'",
        "order_shipped",
        (0, 1),
        "order PV-1 (shipped)",
        "UPDATE parcels SET status = 'shipped'",
    ),
    (
        "INSERT INTO commands (key, id, actor_id, digest, status, reply, at_ms) \
        VALUES ('k:x', {100}, {30}, {0}bytes, 200, '{}', 5)",
        "command_double",
        (1, 2),
        "command c:100",
        "DELETE FROM commands WHERE key = 'k:x'",
    ),
    (
        "UPDATE movements SET command_id = {199} WHERE id = {113}",
        "command_missing",
        (0, 1),
        "CAF lot L1 (pick)",
        "UPDATE movements SET command_id = {101} WHERE id = {113}",
    ),
    (
        "UPDATE movements SET actor_id = {31} WHERE id = {115}",
        "command_actor",
        (0, 1),
        "command c:101",
        "UPDATE movements SET actor_id = {30} WHERE id = {115}",
    ),
    (
        "UPDATE counts SET posted_version = 4 WHERE id = {140}",
        "count_position",
        (3, 4),
        "count of A-02",
        "UPDATE counts SET posted_version = 3 WHERE id = {140}",
    ),
    (
        "UPDATE count_lines SET counted_base = 3 WHERE count_id = {140}",
        "count_moved",
        (2, 0),
        "count of A-02: LEI lot S1",
        "UPDATE count_lines SET counted_base = 1 WHERE count_id = {140}",
    ),
    (
        "UPDATE lots SET status = 'held' WHERE id = {10}; \
        INSERT INTO events (id, warehouse_id, type, subject_id, payload, at_ms) \
            VALUES ({125}, {1}, 'lot.held', {10}, '{}', 9); \
        UPDATE reservations SET id = {1208926348528898628143294709760} WHERE id = {60}",
        "stopped_reserved",
        (0, 4),
        "order PV-2 line 1: CAF lot L1",
        "UPDATE lots SET status = 'released' WHERE id = {10}; DELETE FROM events WHERE id = {125}; \
        UPDATE reservations SET id = {60} WHERE quantity_base = 4",
    ),
    (
        "UPDATE lots SET expiry = '1970-01-01' WHERE id = {10}; \
        UPDATE reservations SET id = {313353572973026151537277937909760} WHERE id = {60}",
        "stopped_reserved",
        (0, 4),
        "order PV-2 line 1: CAF lot L1",
        "UPDATE lots SET expiry = NULL WHERE id = {10}; UPDATE reservations SET id = {60} WHERE quantity_base = 4",
    ),
    (
        "UPDATE lots SET status = 'recalled' WHERE id = {12}",
        "event_missing",
        (1, 0),
        "lot L2 (recalled) has no lot.recalled",
        "UPDATE lots SET status = 'released' WHERE id = {12}",
    ),
    (
        "UPDATE events SET type = 'order.lost' WHERE id = {122}",
        "event_missing",
        (1, 0),
        "order PV-1 (shipped) has no order.shipped",
        "UPDATE events SET type = 'order.shipped' WHERE id = {122}",
    ),
    (
        "UPDATE webhook_deliveries SET event_id = {199}",
        "event_delivery",
        (0, 1),
        "webhook https://shop.example/hook",
        "UPDATE webhook_deliveries SET event_id = {122}",
    ),
];

/// Writes ids as the engine does: `{7}`, and `{0}bytes` for an empty digest.
fn spelled(sql: &str, engine: Engine) -> String {
    let mut out = String::new();
    let mut rest = sql;
    while let Some(at) = rest.find('{') {
        let end = rest[at..].find('}').expect("closed") + at;
        let inside = &rest[at + 1..end];
        out.push_str(&rest[..at]);
        rest = &rest[end + 1..];
        match (inside.parse::<u128>(), rest.strip_prefix("bytes"), engine) {
            (Err(_), ..) => out.push_str("{}"),
            (Ok(_), Some(after), engine) => {
                out.push_str(if engine == Engine::Sqlite { "x''" } else { "CAST('' AS BYTEA)" });
                rest = after;
            }
            (Ok(id), None, Engine::Sqlite) => out.push_str(&format!("x'{id:032x}'")),
            (Ok(id), None, Engine::Postgres) => {
                let hex = format!("{id:032x}");
                let uuid = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-");
                out.push_str(&format!("CAST('{uuid}' AS UUID)"));
            }
        }
    }
    out.push_str(rest);
    out
}

/// A sound database without constraints, and a way to run SQL on it by hand.
async fn sound(engine: Engine, folder: &tempfile::TempDir) -> (String, Store, impl Fn(&str)) {
    let file = folder.path().join("floor.db");
    let url = match engine {
        Engine::Sqlite => format!("sqlite:{}", file.display()),
        Engine::Postgres => {
            tokio::task::spawn_blocking(|| postgres::durable().database()).await.expect("a database")
        }
    };
    let store = Store::open(&url).await.expect("opens");
    store.migrate().await.expect("migrates");
    let address = url.clone();
    let by_hand = move |sql: &str| {
        let sql = spelled(sql, engine);
        match engine {
            Engine::Postgres => drop(postgres::durable().query(&address, &sql)),
            Engine::Sqlite => {
                let conn = rusqlite::Connection::open(&file).expect("opens");
                conn.execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}"))
                    .unwrap_or_else(|error| panic!("{error} in {sql}"));
            }
        }
    };
    by_hand(SOUND);
    for table in TABLES {
        let cascade = if engine == Engine::Postgres { "CASCADE" } else { "" };
        by_hand(&format!(
            "CREATE TABLE copied AS SELECT * FROM {table}; DROP TABLE {table} {cascade}; ALTER TABLE copied RENAME TO {table};"
        ));
    }
    (url, store, by_hand)
}

async fn findings(store: &Store) -> Vec<Finding> {
    audit::run(store).await.expect("audits").findings
}

async fn every_break_is_found(engine: Engine) {
    let folder = tempfile::tempdir().expect("a folder");
    let (url, store, by_hand) = sound(engine, &folder).await;
    assert_eq!(findings(&store).await, [], "a sound database has no findings");
    for (broken, check, figures, thing, mended) in BREAKS {
        by_hand(broken);
        let found = findings(&store).await;
        let hit = found.iter().find(|finding| {
            finding.check == *check
                && (finding.expected, finding.found) == *figures
                && finding.thing.starts_with(thing)
        });
        assert!(hit.is_some(), "{check} {figures:?} on {thing:?} was not found after {broken}\n{found:#?}");
        by_hand(mended);
        assert_eq!(findings(&store).await, [], "mended by {mended}");
    }
    let report = audit::run(&store).await.expect("audits");
    let made: BTreeSet<_> = report.checks.iter().map(|check| check.check).collect();
    let tried: BTreeSet<_> = BREAKS.iter().map(|broken| broken.1).collect();
    assert_eq!(made, tried, "every check was seen to find something");
    assert_eq!((report.movements, report.stock_rows, report.parcels), (6, 3, 1));
    by_hand(BREAKS[2].0);
    store.close().await;
    the_program_says_so(&url);
    the_program_explains(&url);
}

/// The same figure explained: its legs sum to 15, the books say 14.
fn the_program_explains(url: &str) {
    let explain = |rest: &[&str]| {
        let done = process::run(&[&["audit", "explain"], rest, &["--database", url]].concat());
        (done.status.code(), String::from_utf8_lossy(&[done.stdout, done.stderr].concat()).into_owned())
    };
    let (code, said) = explain(&["lot", "L1"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("A-01: CAF lot L1\n") && said.contains("= 15 UN moved, 14 on hand"), "{said}");
    assert!(
        said.contains("+20 receive   from SUP") && said.contains("-5 pick      to CART / BPT1"),
        "{said}"
    );
    assert!(
        said.contains("4 reserved for order PV-2 line 1") && said.contains("BOOKS SAY OTHERWISE"),
        "{said}"
    );
    let (code, said) = explain(&["location", "A-02", "--json"]);
    assert_eq!(code, Some(0), "{said}");
    let explained: bipe_api::desk::Explained = serde_json::from_str(&said).expect("JSON");
    assert_eq!((explained.subject.as_str(), explained.legs.len()), ("A-02", 1));
    assert_eq!((explained.figures[0].lot.as_str(), explained.figures[0].moved_base), ("S1", 1));
    let (code, said) = explain(&["item", "CHA"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("there is no CHA"), "{said}");
}

/// The program on the database in which one figure is wrong.
fn the_program_says_so(url: &str) {
    let table = process::run(&["audit", "--database", url]);
    let said = String::from_utf8_lossy(&table.stdout).into_owned();
    assert_eq!(table.status.code(), Some(1), "{said}");
    assert!(said.contains("I2   stock_fold: A-01: CAF lot L1; expected 15, found 14\n"), "{said}");
    let json = process::run(&["audit", "--json", "--database", url]);
    assert_eq!(json.status.code(), Some(1));
    let report: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!(report["clean"], false);
    let findings = report["findings"].as_array().expect("findings");
    let fold = findings.iter().find(|finding| finding["check"] == "stock_fold").expect("the fold");
    assert_eq!(
        (&fold["invariant"], &fold["expected"], &fold["found"]),
        (&"I2".into(), &15.into(), &14.into())
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_break_is_found_on_sqlite() {
    every_break_is_found(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_break_is_found_on_postgres() {
    every_break_is_found(Engine::Postgres).await;
}

#[test]
fn what_can_not_be_audited_is_told_and_is_no_finding() {
    let folder = tempfile::tempdir().expect("a folder");
    let absent = format!("sqlite:{}", folder.path().join("absent.db").display());
    let done = process::run(&["audit", "--database", &absent]);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(2), "{said}");
    assert!(said.contains("there is no database") && said.contains("absent.db"), "{said}");
    let empty = folder.path().join("empty.db");
    std::fs::write(&empty, "").expect("written");
    let done = process::run(&["audit", "--database", &format!("sqlite:{}", empty.display())]);
    assert_eq!(done.status.code(), Some(2), "a database without our tables");
}
