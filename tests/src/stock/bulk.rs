//! A wave of ten thousand order lines over a hundred thousand rows of stock, beside the same rows read and written bare, and what
//! scans take meanwhile.

use std::time::{Duration, Instant};

use bipe_core::id::Ids;
use rusqlite::params;
use tokio_postgres::NoTls;
use uuid::Uuid;

use super::operators::{Inside, Operators};
use super::{fill, report};
use crate::fire::Engine;
use crate::stock::Report;

/// Rows of stock.
const ROWS: u64 = 100_000;
/// Orders of three lines.
const ORDERS: usize = 3_334;
/// Handhelds that scan meanwhile, each once a second.
const HANDHELDS: usize = 32;
/// How long they scan: longer than the release takes.
const SCANS: Duration = Duration::from_secs(20);
/// Orders of one bare transaction: as many as a slice of the release has.
const SLICE: usize = 96;

const STOCK: &str =
    "SELECT location_id, lot_id, handling_unit_id, item_id, on_hand_base, reserved_base FROM stock";
const TAKEN: &str =
    "SELECT order_lines.order_id, reservations.order_line_id, reservations.location_id, reservations.lot_id,
        reservations.handling_unit_id, reservations.quantity_base, orders.warehouse_id
    FROM reservations
    JOIN order_lines ON order_lines.id = reservations.order_line_id
    JOIN orders ON orders.id = order_lines.order_id
    JOIN items ON items.id = order_lines.item_id
    WHERE items.sku LIKE 'G-%' ORDER BY order_lines.order_id";
const TAKE: &str = "UPDATE stock SET reserved_base = reserved_base + $1
    WHERE location_id = $2 AND lot_id = $3 AND handling_unit_id = $4 AND on_hand_base - reserved_base >= $1";
const RESERVE: &str = "INSERT INTO reservations (id, order_line_id, location_id, lot_id, handling_unit_id, quantity_base, posted_base,
        status)
    VALUES ($1, $2, $3, $4, $5, $6, 0, 'open')";
const TELL: &str = "INSERT INTO events (id, warehouse_id, type, subject_id, payload, at_ms)
    VALUES ($1, $2, 'order.released', $3, '{}', 0)";

/// A reservation that the release made.
struct Taken {
    order: Uuid,
    line: Uuid,
    location: Uuid,
    lot: Uuid,
    unit: Uuid,
    quantity: i64,
    warehouse: Uuid,
}

/// Runs it on one engine: one wave by itself, and one while people scan.
pub(super) async fn run(engine: Engine, report: &mut Report) {
    let inside = Inside::on(engine, HANDHELDS).await;
    let url = inside.database.clone();
    tokio::task::spawn_blocking(move || fill::fill(engine, &url, ROWS)).await.expect("the house is filled");
    let mut operators = Operators::at(&inside.address, HANDHELDS).await;
    // Tours of eighteen picks, one for each handheld and more: none of them comes to the waves.
    operators.supply(HANDHELDS * 30).await;
    let mut operators = operators.ordering(fill::skus(ROWS));
    let (first, second) = (operators.orders(ORDERS).await, operators.orders(ORDERS).await);
    if engine == Engine::Postgres {
        let url = inside.database.clone();
        tokio::task::spawn_blocking(move || fill::analyze(&url)).await.expect("it is analysed");
    }
    let before = inside.statements();
    let took = operators.release(first).await;
    let statements = inside.statements() - before;
    let release = tokio::spawn(operators.release(second));
    let mut done = operators.work_at(SCANS, Some(Duration::from_secs(1))).await;
    let meanwhile = release.await.expect("the wave is released");
    assert!(meanwhile < SCANS, "people scanned until the end: {meanwhile:?}");
    let bare = match inside.database.strip_prefix("sqlite:") {
        Some(file) => bare_sqlite(file),
        None => bare_postgres(&inside.database).await,
    };
    inside.close().await;
    let (name, lines) = (report::engine(engine), 3 * ORDERS);
    report.say(&format!(
        "{name}: a wave of {lines} lines over {ROWS} rows of stock: {took:.2?}, with scans beside it {meanwhile:.2?}; bare {bare:.2?}"
    ));
    report.at_most(&format!("{name}: release / bare"), took.as_secs_f64() / bare.as_secs_f64(), 5.0);
    report.at_most(&format!("{name}: statements a line"), statements as f64 / lines as f64, 0.1);
    let ms = |took: Duration| took.as_secs_f64() * 1_000.0;
    report.at_most(&format!("{name}: a scan meanwhile, p99, ms"), ms(done.scans.at(0.99)), 50.0);
    report.at_most(&format!("{name}: a scan meanwhile, the slowest, ms"), ms(done.scans.at(1.0)), 300.0);
}

/// Reads the stock and writes the rows of what was reserved of it once more.
fn bare_sqlite(file: &str) -> Duration {
    let conn = rusqlite::Connection::open(file).expect("the file opens");
    conn.execute_batch("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 10000;")
        .expect("settings are taken");
    let id = |row: &rusqlite::Row<'_>, at| {
        row.get::<_, Vec<u8>>(at).map(|bytes| Uuid::from_slice(&bytes).expect("an id"))
    };
    let taken: Vec<Taken> = {
        let mut statement = conn.prepare(TAKEN).expect("the floor's SQL");
        let read = |row: &rusqlite::Row<'_>| {
            Ok(Taken {
                order: id(row, 0)?,
                line: id(row, 1)?,
                location: id(row, 2)?,
                lot: id(row, 3)?,
                unit: id(row, 4)?,
                quantity: row.get(5)?,
                warehouse: id(row, 6)?,
            })
        };
        let rows = statement.query_map([], read).expect("what was taken");
        rows.collect::<Result<_, _>>().expect("what was taken")
    };
    let mut ids = Ids::new(1, 11);
    let begun = Instant::now();
    let mut free = 0_i64;
    let mut statement = conn.prepare(STOCK).expect("the floor's SQL");
    let mut rows = statement.query([]).expect("stock");
    while let Some(row) = rows.next().expect("stock") {
        free += row.get::<_, i64>(4).expect("on hand") - row.get::<_, i64>(5).expect("reserved");
    }
    assert!(free > 0, "there is stock");
    for slice in slices(&taken) {
        conn.execute_batch("BEGIN IMMEDIATE").expect("begins");
        for one in slice.iter().copied().flatten() {
            let place = (one.location.as_bytes(), one.lot.as_bytes(), one.unit.as_bytes());
            let changed = conn
                .prepare_cached(TAKE)
                .and_then(|mut take| take.execute(params![one.quantity, place.0, place.1, place.2]));
            assert_eq!(changed.expect("the floor writes"), 1, "stock is there");
            let reserved = conn.prepare_cached(RESERVE).and_then(|mut reserve| {
                let own = ids.next_uuid();
                let (own, line) = (own.as_bytes(), one.line.as_bytes());
                reserve.execute(params![own, line, place.0, place.1, place.2, one.quantity])
            });
            reserved.expect("the floor writes");
        }
        for order in slice.iter().filter_map(|order| order.first()) {
            let told = conn.prepare_cached(TELL).and_then(|mut tell| {
                tell.execute(params![
                    ids.next_uuid().as_bytes(),
                    order.warehouse.as_bytes(),
                    order.order.as_bytes()
                ])
            });
            told.expect("the floor writes");
        }
        conn.execute_batch("COMMIT").expect("commits");
    }
    begun.elapsed()
}

/// The same.
async fn bare_postgres(url: &str) -> Duration {
    let (mut client, conn) = tokio_postgres::connect(url, NoTls).await.expect("PostgreSQL answers");
    tokio::spawn(async move { conn.await.expect("PostgreSQL stays") });
    let read = |row: tokio_postgres::Row| Taken {
        order: row.get(0),
        line: row.get(1),
        location: row.get(2),
        lot: row.get(3),
        unit: row.get(4),
        quantity: row.get(5),
        warehouse: row.get(6),
    };
    let rows = client.query(TAKEN, &[]).await.expect("what was taken");
    let taken: Vec<Taken> = rows.into_iter().map(read).collect();
    let take = client.prepare(TAKE).await.expect("the floor's SQL");
    let reserve = client.prepare(RESERVE).await.expect("the floor's SQL");
    let tell = client.prepare(TELL).await.expect("the floor's SQL");
    let mut ids = Ids::new(1, 11);
    let begun = Instant::now();
    let stock = client.query(STOCK, &[]).await.expect("stock");
    let free: i64 = stock.iter().map(|row| row.get::<_, i64>(4) - row.get::<_, i64>(5)).sum();
    assert!(free > 0, "there is stock");
    for slice in slices(&taken) {
        let tx = client.transaction().await.expect("begins");
        for one in slice.iter().copied().flatten() {
            let Taken { location, lot, unit, quantity, line, .. } = one;
            let changed = tx.execute(&take, &[quantity, location, lot, unit]).await;
            assert_eq!(changed.expect("the floor writes"), 1, "stock is there");
            let own = ids.next_uuid();
            tx.execute(&reserve, &[&own, line, location, lot, unit, quantity])
                .await
                .expect("the floor writes");
        }
        for order in slice.iter().filter_map(|order| order.first()) {
            let own = ids.next_uuid();
            tx.execute(&tell, &[&own, &order.warehouse, &order.order]).await.expect("the floor writes");
        }
        tx.commit().await.expect("commits");
    }
    begun.elapsed()
}

/// What the first wave reserved, order by order, as many orders at a time as the release writes.
fn slices(taken: &[Taken]) -> Vec<Vec<&[Taken]>> {
    let orders: Vec<&[Taken]> = taken.chunk_by(|a, b| a.order == b.order).take(ORDERS).collect();
    orders.chunks(SLICE).map(<[&[Taken]]>::to_vec).collect()
}
