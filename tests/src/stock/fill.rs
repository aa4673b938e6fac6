//! A large warehouse, made by SQL: items, bins, lots, stock, and the movements behind it.

use crate::books::Books;
use crate::fire::Engine;

/// Movements for each row of stock.
const MOVEMENTS: u64 = 10;
/// Rows of stock for each item, bin and lot.
const OF_ITEM: u64 = 50;
const OF_BIN: u64 = 10;
const OF_LOT: u64 = 5;

/// Fills a house with so many rows of stock, and the items, bins, lots and movements behind them. Indexes are built after their tables
/// are full.
///
/// # Panics
/// When it is no house of the floor.
pub fn fill(engine: Engine, url: &str, rows: u64) {
    match engine {
        Engine::Sqlite => fill_sqlite(url.strip_prefix("sqlite:").expect("a file's address"), rows),
        Engine::Postgres => fill_postgres(url, rows),
    }
}

/// The code on an item that was made here.
pub(super) fn code(sku: &str) -> Option<String> {
    sku.strip_prefix("G-").map(|number| format!("C-{number}"))
}

/// The SKUs of the items of a house with so many rows of stock.
pub(super) fn skus(rows: u64) -> Vec<String> {
    (0..rows / OF_ITEM).map(|number| format!("G-{number}")).collect()
}

/// A house whose pickers seldom meet at one bin: its items are found by the code on them, and have no lots to be scanned. Their SKUs.
pub(super) fn spread(url: &str, items: u64) -> Vec<String> {
    fill(Engine::Postgres, url, items * OF_ITEM);
    let mut books = Books::open(url);
    for sql in [
        "UPDATE items SET tracking = 'none' WHERE sku LIKE 'G-%'",
        "UPDATE lots SET implicit = TRUE WHERE item_id IN (SELECT id FROM items WHERE sku LIKE 'G-%')",
        "UPDATE stock SET on_hand_base = 10000 WHERE item_id IN (SELECT id FROM items WHERE sku LIKE 'G-%')",
        "INSERT INTO item_codes (owner_id, code, item_id) SELECT owner_id, replace(sku, 'G-', 'C-'), id FROM items WHERE sku LIKE 'G-%'",
    ] {
        books.rows(sql);
    }
    skus(items * OF_ITEM)
}

/// Tells PostgreSQL's planner how large the tables have become, as its own housekeeping does every minute.
pub(super) fn analyze(url: &str) {
    housekeep(&mut Books::open(url), "ANALYZE");
}

/// Does this for each table. Like PostgreSQL's own housekeeping it leaves empty ones alone: told that a table is empty, the planner takes
/// reading it whole for free, and a kept plan does so still when it is long.
fn housekeep(books: &mut Books, what: &str) {
    for table in books.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'") {
        let name = &table[0];
        if !books.rows(&format!("SELECT 1 FROM {name} LIMIT 1")).is_empty() {
            books.rows(&format!("{what} {name}"));
        }
    }
}

fn fill_sqlite(file: &str, rows: u64) {
    let conn = rusqlite::Connection::open(file).expect("the file opens");
    // What breaks off is thrown away with its folder.
    conn.execute_batch("PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -200000;")
        .expect("settings are taken");
    let indexes: Vec<(String, String)> = {
        let sql = "SELECT name, sql FROM sqlite_master
            WHERE type = 'index' AND tbl_name IN ('movements', 'stock') AND sql IS NOT NULL";
        let mut statement = conn.prepare(sql).expect("the schema is read");
        let all = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("indexes");
        all.collect::<Result<_, _>>().expect("indexes")
    };
    let id = |kind: u8, number: &str| format!("unhex(printf('{kind}%031x', {number}))");
    conn.execute_batch("BEGIN").expect("begins");
    for (name, _) in &indexes {
        conn.execute_batch(&format!("DROP INDEX {name}")).expect("an index goes");
    }
    for (count, sql) in statements(rows, &id) {
        let numbers = format!(
            "WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count} - 1)"
        );
        let sql = sql.replacen("SELECT", &format!("{numbers} SELECT"), 1);
        conn.execute_batch(&sql).unwrap_or_else(|error| panic!("{error}: {sql}"));
    }
    for (_, sql) in &indexes {
        conn.execute_batch(sql).expect("an index comes back");
    }
    conn.execute_batch("COMMIT; PRAGMA wal_checkpoint(TRUNCATE);").expect("commits");
}

fn fill_postgres(url: &str, rows: u64) {
    let mut books = Books::open(url);
    // Foreign keys are not looked at: every row's are right.
    books.rows("SET session_replication_role = replica");
    let indexes = books.rows(
        "SELECT indexname, indexdef FROM pg_indexes
         WHERE tablename IN ('movements', 'stock') AND indexdef NOT LIKE 'CREATE UNIQUE%'",
    );
    for index in &indexes {
        books.rows(&format!("DROP INDEX {}", index[0]));
    }
    let id = |kind: u8, number: &str| format!("CAST('{kind}' || lpad(to_hex({number}), 31, '0') AS UUID)");
    for (count, sql) in statements(rows, &id) {
        let numbers = format!("WITH numbers AS (SELECT n FROM generate_series(0::BIGINT, {count} - 1) AS n)");
        books.rows(&sql.replacen("SELECT", &format!("{numbers} SELECT"), 1));
    }
    for index in &indexes {
        books.rows(&index[1]);
    }
    housekeep(&mut books, "VACUUM ANALYZE");
}

/// How many rows, and what makes them from `numbers (n)`; `id` spells an id of a kind and a number.
fn statements(rows: u64, id: &dyn Fn(u8, &str) -> String) -> [(u64, String); 5] {
    let item = id(1, &format!("n / {OF_ITEM}"));
    let bin = id(2, &format!("n / {OF_BIN}"));
    let lot = id(3, &format!("n / {OF_LOT}"));
    let nothing = id(0, "CAST(0 AS BIGINT)");
    let of_row = |per: u64| format!("(n % {rows}) / {per}");
    let (moved_item, moved_bin, moved_lot) =
        (id(1, &of_row(OF_ITEM)), id(2, &of_row(OF_BIN)), id(3, &of_row(OF_LOT)));
    [
        (
            rows / OF_ITEM,
            format!(
                "INSERT INTO items (id, owner_id, sku, name, search, unit, tracking, expires, rotation_policy,
                    remaining_days_min, abc_class)
                SELECT {}, owners.id, 'G-' || n, 'Item ' || n, 'item ' || n || ' g-' || n, 'UN', 'lot', FALSE, 'none', 0, 'C'
                FROM numbers JOIN owners ON TRUE",
                id(1, "n")
            ),
        ),
        (
            rows / OF_BIN,
            format!(
                "INSERT INTO locations (id, warehouse_id, code, kind, aisle, bay, level, position, x_mm, y_mm, pick_sequence,
                    check_digits, mixing, version)
                SELECT {}, warehouses.id, 'G-' || n, 'storage', 'G' || n / 200, n % 200, 1, 1, n / 200 * 3600, n % 200 * 1350,
                    1000000 + n, '00', 'any', 0
                FROM numbers JOIN warehouses ON TRUE",
                id(2, "n")
            ),
        ),
        (
            rows / OF_LOT,
            format!(
                "INSERT INTO lots (id, item_id, code, implicit, received_on, status)
                SELECT {}, {}, 'L' || n, FALSE, '2026-01-01', 'released' FROM numbers",
                id(3, "n"),
                id(1, &format!("n / {}", OF_ITEM / OF_LOT))
            ),
        ),
        (
            rows,
            format!(
                "INSERT INTO stock (location_id, lot_id, handling_unit_id, item_id, warehouse_id, on_hand_base, reserved_base)
                SELECT {bin}, {lot}, {}, {item}, warehouses.id, 100, 0 FROM numbers JOIN warehouses ON TRUE",
                id(4, "n")
            ),
        ),
        (
            rows * MOVEMENTS,
            format!(
                "INSERT INTO movements (id, warehouse_id, command_id, actor_id, at_ms, reason, item_id, lot_id, quantity_base,
                    from_location_id, from_handling_unit_id, to_location_id, to_handling_unit_id)
                SELECT {}, warehouses.id, {}, {nothing}, n, 'relocate', {moved_item}, {moved_lot}, 1, {moved_bin}, {nothing},
                    {moved_bin}, {}
                FROM numbers JOIN warehouses ON TRUE",
                id(5, "n"),
                id(6, "n"),
                id(4, &format!("n % {rows}"))
            ),
        ),
    ]
}
