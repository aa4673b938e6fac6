//! The guard rails: what a scan takes when people work at their own pace, and how much memory the server has then.

use std::time::Duration;

use super::operators::Operators;
use super::{house, report};
use crate::fire::Engine;
use crate::stock::Report;

/// Handhelds at work.
const HANDHELDS: usize = 32;
/// How often each of them scans.
const PERIOD: Duration = Duration::from_secs(1);

/// Runs them on one engine.
pub(super) async fn run(engine: Engine, seconds: u64, report: &mut Report) {
    let house = house(engine, HANDHELDS).await;
    let mut operators = Operators::gather(&house, HANDHELDS).await;
    operators.supply(usize::try_from(seconds).expect("a time") * HANDHELDS).await;
    let mut done = operators.work_at(Duration::from_secs(seconds), Some(PERIOD)).await;
    let name = format!("{}, {HANDHELDS} handhelds, a scan a second each", report::engine(engine));
    report.latency(&format!("{name}: a scan, at the client"), &mut done.scans);
    let ms = |took: Duration| took.as_secs_f64() * 1_000.0;
    report.at_most(&format!("{name}: p99, ms"), ms(done.scans.at(0.99)), 50.0);
    report.at_most(&format!("{name}: the slowest, ms"), ms(done.scans.at(1.0)), 300.0);
    report.at_most(
        &format!("{name}: the server's memory at its most, MiB"),
        memory_mib(house.server.process()),
        150.0,
    );
}

/// The most resident memory that a process has had so far, in MiB.
pub(super) fn memory_mib(process: u32) -> f64 {
    let status =
        std::fs::read_to_string(format!("/proc/{process}/status")).expect("Linux tells of a process");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("its memory");
    let kib: f64 = line.trim().trim_end_matches("kB").trim().parse().expect("a number");
    kib / 1_024.0
}
