//! Whole order cycles by API, as fast as they go or at a rate: an order is sent, its stock reserved and released as a wave, its
//! three lines picked, packed and shipped. What is measured is what a client waits.
//!
//! At a rate the loop is open: a cycle counts from the moment at which it was due, so that a server that falls behind is seen.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use bipe_api::desk::OrderDetail;
use bipe_core::actor::Role;
use bipe_core::screen::{Outcome, Screen, Step};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::crew::next_scan;
use crate::fire::{Engine, House};
use crate::floor::{Hand, goods, order_body};
use crate::process::Launch;

/// More scans than one step of a cycle has.
const SCANS_MAX: usize = 60;

/// The steps of a cycle in their order, and the whole.
pub const STEPS: [&str; 6] = ["order", "reserve and release", "pick 3 lines", "pack", "ship", "cycle"];

/// How much of what.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// The database.
    pub engine: Engine,
    /// Cycles at work at a time, each with a person of its own.
    pub workers: usize,
    /// How long cycles are begun.
    pub seconds: u64,
    /// Cycles a second; none is as fast as they go.
    pub rate: Option<f64>,
}

/// What was measured.
#[derive(Debug, Default)]
pub struct Report {
    /// How long each step took, each time.
    pub steps: BTreeMap<&'static str, Vec<Duration>>,
    /// How long each scan took.
    pub scans: Vec<Duration>,
    /// How long all of it took.
    pub took: Duration,
}

impl Report {
    /// Cycles a second.
    pub fn rate(&self) -> f64 {
        let cycles = self.steps.get("cycle").map_or(0, Vec::len);
        cycles as f64 / self.took.as_secs_f64()
    }

    /// One line a step: how often, p50, p99.
    pub fn table(&mut self) -> String {
        let mut lines = vec![format!("{:20} {:>7} {:>10} {:>10}", "step", "count", "p50 ms", "p99 ms")];
        let scans = std::mem::take(&mut self.scans);
        self.steps.insert("scan", scans);
        for step in STEPS.into_iter().chain(["scan"]) {
            let Some(times) = self.steps.get_mut(step) else { continue };
            times.sort_unstable();
            let ms = |part: f64| percentile(times, part).as_secs_f64() * 1_000.0;
            lines.push(format!("{step:20} {:>7} {:>10.2} {:>10.2}", times.len(), ms(0.5), ms(0.99)));
        }
        lines.push(format!("{:.1} cycles/s", self.rate()));
        lines.join("\n")
    }

    fn add(&mut self, other: Self) {
        for (step, times) in other.steps {
            self.steps.entry(step).or_default().extend(times);
        }
        self.scans.extend(other.scans);
    }
}

/// The value below which this part of the sorted times lies; zero of none.
pub fn percentile(sorted: &[Duration], part: f64) -> Duration {
    let at = ((sorted.len() as f64 * part).ceil() as usize).clamp(1, sorted.len().max(1)) - 1;
    sorted.get(at).copied().unwrap_or_default()
}

/// Runs cycles on a fresh house, with the program as it was built.
///
/// # Panics
/// When something is not answered as it must be.
pub async fn run(wanted: Wanted) -> Report {
    let name = |worker: usize| format!("worker{worker}");
    let people: Vec<_> =
        (0..wanted.workers).map(|worker| (name(worker), vec![Role::Picker, Role::Packer])).collect();
    let house = House::crewed(wanted.engine, Launch::new(), people).await;
    let (erp, sonia) = (house.log_in("erp").await, house.log_in("sonia").await);
    let mut workers = Vec::new();
    for number in 0..wanted.workers {
        let hand = house.log_in(&name(number)).await;
        workers.push(Worker {
            number,
            hand,
            erp: erp.clone(),
            sonia: sonia.clone(),
            report: Report::default(),
        });
    }
    let (begun, next) = (Instant::now(), Arc::new(AtomicU64::new(0)));
    let end = begun + Duration::from_secs(wanted.seconds);
    let mut all = JoinSet::new();
    for mut worker in workers {
        let next = Arc::clone(&next);
        all.spawn(async move {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                let now = Instant::now();
                let due =
                    wanted.rate.map_or(now, |rate| begun + Duration::from_secs_f64(number as f64 / rate));
                if due.max(now) >= end {
                    return worker.report;
                }
                tokio::time::sleep_until(due.into()).await;
                worker.cycle(number, due).await;
            }
        });
    }
    let mut report = Report::default();
    while let Some(done) = all.join_next().await {
        report.add(done.expect("a worker lives"));
    }
    report.took = begun.elapsed();
    house.audit("after all cycles");
    report
}

struct Worker {
    number: usize,
    hand: Hand,
    erp: Hand,
    sonia: Hand,
    report: Report,
}

impl Worker {
    /// One cycle, due at `due`.
    async fn cycle(&mut self, number: u64, due: Instant) {
        let lines = [(goods::COFFEE, 1), (goods::SOAP, 1), (goods::COFFEE, 2)];
        let order = order_body(&format!("C-{number}"), lines);
        let made: OrderDetail = self.erp.post_once("/orders", &format!("c-{number}"), &order).await.json();
        let at = self.note("order", due);
        let wave = json!({"orders": [made.order.id]});
        self.sonia.post_once("/waves", &format!("w-{number}"), &wave).await.json::<Value>();
        let at = self.note("reserve and release", at);
        // Any open tour is as good as one's own: as many are picked as are released.
        let tote = format!("BPT{:06}", self.number);
        self.until("BPCPICK", &tote, |screen| matches!(screen, Screen::PickDone(_))).await;
        self.scan("BPCLEAVE").await;
        let at = self.note("pick 3 lines", at);
        let step = self.until(&tote, &tote, |screen| matches!(screen, Screen::PackDone(_))).await;
        let at = self.note("pack", at);
        let Screen::PackDone(packed) = step.screen else { unreachable!("waited for") };
        for parcel in packed.parcels {
            self.scan("BPCLEAVE").await;
            self.scan(&format!("]C100{}", parcel.sscc)).await;
        }
        self.note("ship", at);
        self.note("cycle", due);
    }

    /// Notes how long a step took since `from`; gives the time.
    fn note(&mut self, step: &'static str, from: Instant) -> Instant {
        let now = Instant::now();
        self.report.steps.entry(step).or_default().push(now.saturating_duration_since(from));
        now
    }

    async fn scan(&mut self, symbol: &str) -> Step {
        let begun = Instant::now();
        let step = self.hand.scan(symbol).await;
        self.report.scans.push(begun.elapsed());
        let said = step.message.as_ref();
        assert!(said.is_none_or(|said| said.outcome != Outcome::Refused), "{symbol}: {said:?}");
        step
    }

    /// Scans `first`, and then what each screen asks for, until a screen is there.
    async fn until(&mut self, first: &str, tote: &str, is: impl Fn(&Screen) -> bool) -> Step {
        let mut step = self.scan(first).await;
        for _ in 0..SCANS_MAX {
            if is(&step.screen) {
                return step;
            }
            let symbol =
                next_scan(&step.screen, tote).unwrap_or_else(|| panic!("nothing to scan on {step:?}"));
            step = self.scan(&symbol).await;
        }
        panic!("{first} never comes to its end: {step:?}")
    }
}
