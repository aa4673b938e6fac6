//! The largest wave: ten thousand orders allocated, put onto carts, their bins chosen and their walks laid, by themselves and while
//! people scan.

use std::time::Duration;

use super::operators::Operators;
use super::rails::memory_mib;
use super::{analyze, fill, house, report};
use crate::fire::Engine;
use crate::stock::Report;

/// Rows of stock.
const ROWS: u64 = 100_000;
/// Orders of three lines: as many as one wave takes.
const ORDERS: usize = 10_000;
/// Handhelds that scan meanwhile, each once a second.
const HANDHELDS: usize = 32;
/// How long they scan: longer than the release takes.
const SCANS: Duration = Duration::from_secs(30);

/// Runs it on one engine.
pub(super) async fn run(engine: Engine, report: &mut Report) {
    let house = house(engine, HANDHELDS).await;
    let url = house.database.clone();
    tokio::task::spawn_blocking(move || fill::fill(engine, &url, ROWS)).await.expect("the house is filled");
    let mut operators = Operators::gather(&house, HANDHELDS).await;
    operators.supply(HANDHELDS * 40).await;
    let mut operators = operators.ordering(fill::skus(ROWS));
    analyze(engine, &house).await;
    let (first, second) = (operators.orders(ORDERS).await, operators.orders(ORDERS).await);
    analyze(engine, &house).await;
    let alone = operators.release(first).await;
    let release = tokio::spawn(operators.release(second));
    let mut done = operators.work_at(SCANS, Some(Duration::from_secs(1))).await;
    let meanwhile = release.await.expect("the wave is released");
    assert!(meanwhile < SCANS, "people scanned until the end: {meanwhile:?}");
    let name = format!("{}, a wave of {ORDERS} orders, {} lines", report::engine(engine), 3 * ORDERS);
    report.at_most(&format!("{name}: by itself, s"), alone.as_secs_f64(), 10.0);
    report.at_most(&format!("{name}: while {HANDHELDS} handhelds scan, s"), meanwhile.as_secs_f64(), 10.0);
    let ms = |took: Duration| took.as_secs_f64() * 1_000.0;
    report.at_most(&format!("{name}: a scan meanwhile, p99, ms"), ms(done.scans.at(0.99)), 50.0);
    report.at_most(&format!("{name}: a scan meanwhile, the slowest, ms"), ms(done.scans.at(1.0)), 300.0);
    let memory = memory_mib(house.server.process());
    report.at_most(&format!("{name}: the server's memory at its most, MiB"), memory, 500.0);
}
