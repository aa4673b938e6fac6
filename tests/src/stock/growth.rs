//! The same scans in a small warehouse and in one a hundred times as large.

use std::collections::BTreeMap;

use super::fill;
use super::operators::Operators;
use super::report::Samples;
use super::{BLOCK, house, report};
use crate::fire::Engine;
use crate::stock::Report;

/// How many times as large the grown warehouse is.
const TIMES: u64 = 100;
/// Of each thing that is measured.
const COUNT: usize = 400;

/// What is measured.
const KINDS: [&str; 3] = ["scan", "reserve", "stock look-up"];

/// Measures both houses, turn by turn.
pub(super) async fn run(engine: Engine, grown: u64, report: &mut Report) {
    let mut houses = Vec::new();
    for rows in [grown / TIMES, grown] {
        let house = house(engine, 1).await;
        let database = house.database.clone();
        tokio::task::spawn_blocking(move || fill::fill(engine, &database, rows))
            .await
            .expect("the house is filled");
        let mut operators = Operators::gather(&house, 1).await;
        operators.supply(COUNT + 2 * BLOCK).await;
        operators.picks(BLOCK).await;
        houses.push((house, operators, BTreeMap::<&str, Samples>::new()));
    }
    for _ in 0..COUNT / BLOCK {
        for (_, operators, samples) in &mut houses {
            for posted in operators.picks(BLOCK).await {
                samples.entry("scan").or_default().add(posted.server);
            }
            for took in operators.reserve(BLOCK).await {
                samples.entry("reserve").or_default().add(took);
            }
            for took in operators.look_up(BLOCK).await {
                samples.entry("stock look-up").or_default().add(took);
            }
        }
    }
    let [(_, _, small), (house, _, large)] = houses.as_mut_slice() else { unreachable!("two were made") };
    for kind in KINDS {
        let (small, large) = (small.entry(kind).or_default(), large.entry(kind).or_default());
        let name = format!("{}, {kind}", report::engine(engine));
        report.latency(&format!("{name}, {} rows of stock", grown / TIMES), small);
        report.latency(&format!("{name}, {grown} rows of stock"), large);
        report.at_most(&format!("{name}: large / small, p50"), large.ratio(small, 0.5), 1.2);
    }
    let memory = super::rails::memory_mib(house.server.process());
    report.at_most(&format!("{}: memory on {grown} rows, MiB", report::engine(engine)), memory, 150.0);
}
