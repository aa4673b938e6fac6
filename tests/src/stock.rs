//! How fast stock moves, each figure beside what the same machine does bare in the same minutes: `cargo xtask bench stock`.
//!
//! *The floor* is a loop of prepared statements that writes the rows of a confirmed pick and reads nothing: one transaction a
//! pick, as durable, on the same disk. It is what any program on that engine has to pay.

mod bare;
mod bulk;
mod fill;
mod growth;
mod operators;
mod rails;
mod report;
mod wave;

use std::time::Duration;

use bipe_core::actor::Role;

use crate::fire::{Engine, House};
use crate::postgres;
use crate::process::Launch;
use bare::Bare;
pub use fill::fill;
use operators::{Operators, Posted};
pub use report::Report;
use report::Samples;

/// How long each thing is measured.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// The part to run; none is all.
    pub part: Option<Part>,
    /// The engine to run it on; none is both.
    pub engine: Option<Engine>,
    /// Seconds of work for each figure that is a rate.
    pub seconds: u64,
    /// Confirmed picks for each figure that is a latency.
    pub picks: usize,
    /// Rows of stock that the grown warehouse has; movements are ten times as many.
    pub grown: u64,
}

/// A part of the bench.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// One operator's pick against the floor.
    One,
    /// Many operators' picks a second.
    Many,
    /// A large wave against the same rows bare.
    Bulk,
    /// The largest wave, by itself and while people scan.
    Wave,
    /// Latency at a steady pace, and memory.
    Rails,
    /// The same scans in a warehouse a hundred times as large.
    Growth,
}

/// How many operators work at a time where many do, on SQLite.
const MANY: usize = 64;
/// The same on PostgreSQL, and as many clients of pgbench.
const MANY_ON_POSTGRES: usize = 8;
/// Items that they pick there, each in bins of its own: tellers of TPC-B seldom meet at one account either.
const SPREAD: u64 = 64;
/// Picks in a row before the floor has its turn.
const BLOCK: usize = 100;

/// Runs the parts and gives the table.
///
/// # Panics
/// When something is not answered as it must be.
pub async fn run(wanted: Wanted) -> Report {
    let mut report = Report::default();
    let runs = |part| wanted.part.is_none_or(|one| one == part);
    let engines = [Engine::Sqlite, Engine::Postgres];
    for engine in engines.into_iter().filter(|engine| wanted.engine.is_none_or(|one| one == *engine)) {
        if runs(Part::One) {
            one(engine, wanted.picks, &mut report).await;
        }
        if runs(Part::Many) {
            match engine {
                Engine::Sqlite => many_on_sqlite(wanted.seconds, &mut report).await,
                Engine::Postgres => many_on_postgres(wanted.seconds, &mut report).await,
            }
        }
        if runs(Part::Bulk) {
            bulk::run(engine, &mut report).await;
        }
        if runs(Part::Wave) {
            wave::run(engine, &mut report).await;
        }
        if runs(Part::Rails) {
            rails::run(engine, wanted.seconds, &mut report).await;
        }
        if runs(Part::Growth) {
            growth::run(engine, wanted.grown, &mut report).await;
        }
    }
    report
}

/// A house with so many pickers.
async fn house(engine: Engine, pickers: usize) -> House {
    let people = (0..pickers).map(|number| (format!("op{number}"), vec![Role::Picker])).collect();
    House::crewed(engine, Launch::new(), people).await
}

/// What PostgreSQL does by itself every minute; SQLite's planner goes by no such figures.
async fn analyze(engine: Engine, house: &House) {
    if engine == Engine::Postgres {
        let database = house.database.clone();
        tokio::task::spawn_blocking(move || fill::analyze(&database)).await.expect("it is analysed");
    }
}

/// One operator: what a confirmed pick takes on the server, and the floor, turn by turn.
async fn one(engine: Engine, picks: usize, report: &mut Report) {
    let house = house(engine, 1).await;
    let mut operators = Operators::gather(&house, 1).await;
    operators.supply(picks + BLOCK).await;
    analyze(engine, &house).await;
    operators.picks(BLOCK).await;
    let mut bare = Bare::open(&house.database).await;
    let (mut server, mut client, mut floor) = (Samples::default(), Samples::default(), Samples::default());
    for _ in 0..picks / BLOCK {
        for Posted { server: took, client: waited } in operators.picks(BLOCK).await {
            server.add(took);
            client.add(waited);
        }
        for _ in 0..BLOCK {
            floor.add(bare.pick().await);
        }
    }
    let name = report::engine(engine);
    report.latency(&format!("{name}: the floor's pick"), &mut floor);
    report.latency(&format!("{name}: a confirmed pick, at the client"), &mut client);
    report.latency(&format!("{name}: a confirmed pick, on the server"), &mut server);
    report.at_most(&format!("{name}: pick / floor, p50"), server.ratio(&mut floor, 0.5), 3.5);
    report.at_most(&format!("{name}: pick / floor, p99"), server.ratio(&mut floor, 0.99), 2.0);
}

/// Many operators on SQLite, with shared commits and without, and the floor.
async fn many_on_sqlite(seconds: u64, report: &mut Report) {
    let time = Duration::from_secs(seconds);
    let mut rates = Vec::new();
    for shared in [false, true, false, true] {
        let inside = operators::Inside::open(MANY, shared).await;
        let mut operators = Operators::at(&inside.address, MANY).await;
        // A tenth of a millisecond a pick is more than there will be.
        operators.supply(usize::try_from(seconds).expect("a time") * 1_500).await;
        let done = operators.work(time).await;
        rates.push((shared, done.rate()));
        if shared {
            let mut bare = Bare::open(&inside.database).await;
            report.say(&format!("sqlite, {MANY} operators: {done}"));
            report.ratio(&format!("sqlite, {MANY} operators: scans/s over the floor's"), {
                done.scans_rate() / bare.rate(time / 2).await
            });
        }
        inside.close().await;
    }
    let mean = |shared| {
        let of: Vec<f64> = rates.iter().filter(|one| one.0 == shared).map(|one| one.1).collect();
        of.iter().sum::<f64>() / of.len() as f64
    };
    report.say(&format!("sqlite, {MANY} operators, a commit each: {:.0} picks/s", mean(false)));
    let name = format!("sqlite, {MANY} operators: picks/s with shared commits over a commit each");
    report.at_least(&name, mean(true) / mean(false), 1.5);
}

/// Some operators on PostgreSQL beside pgbench on the same server.
async fn many_on_postgres(seconds: u64, report: &mut Report) {
    let house = house(Engine::Postgres, MANY_ON_POSTGRES).await;
    let database = house.database.clone();
    let spread = tokio::task::spawn_blocking(move || fill::spread(&database, SPREAD));
    let skus = spread.await.expect("the house is filled");
    let mut operators = Operators::gather(&house, MANY_ON_POSTGRES).await.ordering(skus);
    operators.supply(usize::try_from(seconds).expect("a time") * 500).await;
    analyze(Engine::Postgres, &house).await;
    let done = operators.work(Duration::from_secs(seconds)).await;
    let clients = MANY_ON_POSTGRES;
    let floor = Bare::rate_of(clients, &house.database, Duration::from_secs(seconds) / 2).await;
    let tpc_b = tokio::task::spawn_blocking(move || postgres::durable().tpc_b(clients, seconds));
    let tpc_b = tpc_b.await.expect("pgbench runs");
    report.say(&format!("postgres, {clients} operators: {done}"));
    report.say(&format!("postgres, pgbench TPC-B with {clients} clients: {tpc_b:.0} transactions/s"));
    let name = format!("postgres, {clients} operators: scans/s over the floor's with as many clients");
    report.ratio(&name, done.scans_rate() / floor);
    report.ratio("postgres, the floor's picks/s over pgbench's transactions/s", floor / tpc_b);
    let name = format!("postgres, {clients} operators: scans/s over pgbench's transactions/s");
    report.ratio(&name, done.scans_rate() / tpc_b);
    let name = format!("postgres, {clients} operators: confirmed picks/s over pgbench's transactions/s");
    report.at_least(&name, done.rate() / tpc_b, 0.5);
}
