//! The floor: the rows of a confirmed pick, written by prepared statements and nothing else.

use std::time::{Duration, Instant};

use bipe_core::id::Ids;
use tokio::task::JoinSet;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, NoTls, Statement};
use uuid::Uuid;

/// What a confirmed pick writes, in the order in which the store writes it: stock out of the bin and into the tote, the movement,
/// the bin's version, reservation, pick and order line, the event, the task, the command's answer, the scan log. Every statement
/// changes its row (SQLite writes no page that stays as it is), and names its parameters in the order in which they stand.
const WRITES: [&str; 11] = [
    "UPDATE stock SET on_hand_base = on_hand_base + 1 WHERE location_id = $1 AND lot_id = $2 AND handling_unit_id = $3",
    "INSERT INTO stock (location_id, lot_id, handling_unit_id, item_id, warehouse_id, on_hand_base, reserved_base)
     VALUES ($1, $2, $3, $4, $5, $6, 0) ON CONFLICT (location_id, lot_id, handling_unit_id)
     DO UPDATE SET on_hand_base = stock.on_hand_base + excluded.on_hand_base",
    "INSERT INTO movements (id, warehouse_id, command_id, actor_id, at_ms, reason, item_id, lot_id, quantity_base,
        from_location_id, from_handling_unit_id, to_location_id, to_handling_unit_id, document_id)
     VALUES ($1, $2, $3, $4, $5, 'pick', $6, $7, $8, $9, $10, $11, $12, $13)",
    "UPDATE locations SET version = version + 1 WHERE id = $1",
    "UPDATE reservations SET posted_base = posted_base + 1 WHERE id = $1",
    "UPDATE picks SET picked_base = quantity_base - picked_base WHERE id = $1",
    "UPDATE order_lines SET picked_base = ordered_base - picked_base WHERE id = $1",
    "INSERT INTO events (id, warehouse_id, type, subject_id, payload, at_ms) VALUES ($1, $2, 'pick.posted', $3, '{}', $4)",
    "UPDATE tasks SET changed_at_ms = $1, version = version + 1, state = state WHERE id = $2",
    "INSERT INTO commands (key, id, actor_id, digest, status, reply, at_ms) VALUES ($1, $2, $3, $4, 200, $5, $6)",
    "INSERT INTO scan_log (id, warehouse_id, user_id, device, task_id, symbol, outcome, code, at_ms, latency_us)
     VALUES ($1, $2, $3, 'op', $4, $5, 'accepted', 'posted', $6, NULL)",
];

/// A pick of the past, whose rows are written again.
struct Past {
    warehouse: Uuid,
    actor: Uuid,
    item: Uuid,
    lot: Uuid,
    quantity: i64,
    from: Uuid,
    from_unit: Uuid,
    to: Uuid,
    to_unit: Uuid,
    order: Uuid,
    reservation: Uuid,
    pick: Uuid,
    line: Uuid,
    task: Uuid,
    digest: Vec<u8>,
    reply: String,
}

const PAST: &str = "SELECT movements.warehouse_id, movements.actor_id, movements.item_id, movements.lot_id,
        movements.quantity_base, movements.from_location_id, movements.from_handling_unit_id,
        movements.to_location_id, movements.to_handling_unit_id, movements.document_id,
        picks.reservation_id, picks.id, picks.order_line_id, tasks.id, commands.digest, commands.reply
    FROM movements
    JOIN commands ON commands.id = movements.command_id
    JOIN reservations ON reservations.lot_id = movements.lot_id AND reservations.status = 'posted'
    JOIN picks ON picks.reservation_id = reservations.id AND picks.order_id = movements.document_id
    JOIN tasks ON tasks.user_id = movements.actor_id AND tasks.kind = 'pick'
    WHERE movements.reason = 'pick'
    ORDER BY movements.id LIMIT 500";

/// A value of a row.
enum Value<'v> {
    Id(Uuid),
    Number(i64),
    Text(&'v str),
    Bytes(&'v [u8]),
}

enum Engine {
    Sqlite(Box<rusqlite::Connection>),
    Postgres(Client, Vec<Statement>),
}

/// The floor on one database.
pub(super) struct Bare {
    engine: Engine,
    past: Vec<Past>,
    next: usize,
    ids: Ids,
}

impl Bare {
    /// On a database in which someone has picked.
    pub(super) async fn open(url: &str) -> Self {
        Self::open_one(url, 0, 1).await
    }

    /// So many of them at a time on one database: picks a second by all, for some time.
    pub(super) async fn rate_of(clients: usize, url: &str, time: Duration) -> f64 {
        let mut all = Vec::with_capacity(clients);
        for number in 0..clients {
            all.push(Self::open_one(url, number, clients).await);
        }
        let work = all.into_iter().map(|mut one| async move { one.rate(time).await });
        work.collect::<JoinSet<f64>>().join_all().await.into_iter().sum()
    }

    /// One of so many, each of which writes rows of its own.
    async fn open_one(url: &str, number: usize, of: usize) -> Self {
        let (engine, past) = match url.strip_prefix("sqlite:") {
            Some(file) => {
                let conn = rusqlite::Connection::open(file).expect("the file opens");
                conn.execute_batch(
                    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
                     PRAGMA busy_timeout = 10000;",
                )
                .expect("settings are taken");
                conn.set_prepared_statement_cache_capacity(64);
                let past = past_of_sqlite(&conn);
                (Engine::Sqlite(Box::new(conn)), past)
            }
            None => {
                let (client, conn) = tokio_postgres::connect(url, NoTls).await.expect("PostgreSQL answers");
                tokio::spawn(async move { conn.await.expect("PostgreSQL stays") });
                let past = past_of_postgres(&client).await;
                let mut writes = Vec::new();
                for sql in WRITES {
                    writes.push(client.prepare(sql).await.expect("the floor's SQL"));
                }
                (Engine::Postgres(client, writes), past)
            }
        };
        assert!(!past.is_empty(), "someone must have picked before the floor is measured");
        let past: Vec<Past> = past.into_iter().skip(number).step_by(of).collect();
        Self { engine, past, next: 0, ids: Ids::new(now_ms(), 7 + number as u64) }
    }

    /// Writes the rows of a pick; gives how long that took, with its commit.
    pub(super) async fn pick(&mut self) -> Duration {
        let at = self.next % self.past.len();
        self.next += 1;
        let ids = [(); 4].map(|()| self.ids.next_uuid());
        let key = ids[0].to_string();
        // Of an order's three lines the third joins goods that lie in the tote already.
        let unit = if self.next.is_multiple_of(3) { self.past[at].to_unit } else { self.ids.next_uuid() };
        let rows = rows(&self.past[at], unit, ids, &key);
        let begun = Instant::now();
        match &mut self.engine {
            Engine::Sqlite(conn) => write_sqlite(conn, &rows),
            Engine::Postgres(client, writes) => write_postgres(client, writes, rows).await,
        }
        begun.elapsed()
    }

    /// Picks a second, for some time.
    pub(super) async fn rate(&mut self, time: Duration) -> f64 {
        let begun = Instant::now();
        let mut count = 0_u32;
        while begun.elapsed() < time {
            self.pick().await;
            count += 1;
        }
        f64::from(count) / begun.elapsed().as_secs_f64()
    }
}

fn now_ms() -> u64 {
    bipe_server::clock::Clock::System.now_ms().unsigned_abs()
}

fn rows<'v>(
    past: &'v Past,
    unit: Uuid,
    [movement, command, event, log]: [Uuid; 4],
    key: &'v str,
) -> [Vec<Value<'v>>; 11] {
    use Value::{Bytes, Id, Number, Text};
    let at = || Number(now_ms() as i64);
    [
        vec![Id(past.from), Id(past.lot), Id(past.from_unit)],
        vec![Id(past.to), Id(past.lot), Id(unit), Id(past.item), Id(past.warehouse), Number(past.quantity)],
        vec![
            Id(movement),
            Id(past.warehouse),
            Id(command),
            Id(past.actor),
            at(),
            Id(past.item),
            Id(past.lot),
            Number(past.quantity),
            Id(past.from),
            Id(past.from_unit),
            Id(past.to),
            Id(unit),
            Id(past.order),
        ],
        vec![Id(past.from)],
        vec![Id(past.reservation)],
        vec![Id(past.pick)],
        vec![Id(past.line)],
        vec![Id(event), Id(past.warehouse), Id(past.order), at()],
        vec![at(), Id(past.task)],
        vec![Text(key), Id(command), Id(past.actor), Bytes(&past.digest), Text(&past.reply), at()],
        vec![Id(log), Id(past.warehouse), Id(past.actor), Id(past.task), Text("BPT000001"), at()],
    ]
}

fn write_sqlite(conn: &rusqlite::Connection, rows: &[Vec<Value<'_>>; 11]) {
    let run = |sql: &str, values: &[Value<'_>]| {
        let mut statement = conn.prepare_cached(sql).expect("the floor's SQL");
        for (at, value) in values.iter().enumerate() {
            let bound = match value {
                Value::Id(id) => statement.raw_bind_parameter(at + 1, id.as_bytes()),
                Value::Number(number) => statement.raw_bind_parameter(at + 1, number),
                Value::Text(text) => statement.raw_bind_parameter(at + 1, text),
                Value::Bytes(bytes) => statement.raw_bind_parameter(at + 1, bytes),
            };
            bound.expect("a value");
        }
        statement.raw_execute().expect("the floor writes")
    };
    run("BEGIN IMMEDIATE", &[]);
    for (sql, values) in WRITES.iter().zip(rows) {
        assert_eq!(run(sql, values), 1, "{sql}");
    }
    run("COMMIT", &[]);
}

async fn write_postgres(client: &Client, writes: &[Statement], rows: [Vec<Value<'_>>; 11]) {
    client.batch_execute("BEGIN").await.expect("begins");
    for (statement, values) in writes.iter().zip(&rows) {
        let bound: Vec<&(dyn ToSql + Sync)> = values
            .iter()
            .map(|value| match value {
                Value::Id(id) => id as &(dyn ToSql + Sync),
                Value::Number(number) => number,
                Value::Text(text) => text,
                Value::Bytes(bytes) => bytes,
            })
            .collect();
        let changed = client.execute(statement, &bound).await.expect("the floor writes");
        assert_eq!(changed, 1, "a row of the floor");
    }
    client.batch_execute("COMMIT").await.expect("commits");
}

fn past_of_sqlite(conn: &rusqlite::Connection) -> Vec<Past> {
    let mut statement = conn.prepare(PAST).expect("the floor's SQL");
    let read = |row: &rusqlite::Row<'_>| {
        let id = |at| row.get::<_, Vec<u8>>(at).map(|bytes| Uuid::from_slice(&bytes).expect("an id"));
        Ok(Past {
            warehouse: id(0)?,
            actor: id(1)?,
            item: id(2)?,
            lot: id(3)?,
            quantity: row.get(4)?,
            from: id(5)?,
            from_unit: id(6)?,
            to: id(7)?,
            to_unit: id(8)?,
            order: id(9)?,
            reservation: id(10)?,
            pick: id(11)?,
            line: id(12)?,
            task: id(13)?,
            digest: row.get(14)?,
            reply: row.get(15)?,
        })
    };
    let rows = statement.query_map([], read).expect("past picks");
    rows.collect::<Result<_, _>>().expect("past picks")
}

async fn past_of_postgres(client: &Client) -> Vec<Past> {
    let rows = client.query(PAST, &[]).await.expect("past picks");
    let read = |row: tokio_postgres::Row| Past {
        warehouse: row.get(0),
        actor: row.get(1),
        item: row.get(2),
        lot: row.get(3),
        quantity: row.get(4),
        from: row.get(5),
        from_unit: row.get(6),
        to: row.get(7),
        to_unit: row.get(8),
        order: row.get(9),
        reservation: row.get(10),
        pick: row.get(11),
        line: row.get(12),
        task: row.get(13),
        digest: row.get(14),
        reply: row.get(15),
    };
    rows.into_iter().map(read).collect()
}
