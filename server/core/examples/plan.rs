//! How good and how fast plans are: `cargo xtask bench plan [FOLDER]`, with the published instances in FOLDER (in the repository's
//! neighbour `shared/data/picking` when it is not named). Exit status 1: an aim was missed.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use bipe_core::plan::batch::{Order, Problem, Work};
use bipe_core::plan::layout::{Cell, Layout, Lengths};
use bipe_core::plan::scattered::{self, Bin};
use bipe_core::plan::tour::Router;
use serde_json::Value;

const FOLDER: &str = "../shared/data/picking";
const SCATTERED: Duration = Duration::from_millis(38);
const SHORT: Duration = Duration::from_secs(1);
const BATCHED: Duration = Duration::from_secs(5);
const LONG: Duration = Duration::from_secs(15);

/// Ratios to the best, one after the other.
#[derive(Default)]
struct Ratios {
    sum: f64,
    max: f64,
    count: u32,
}

impl Ratios {
    fn add(&mut self, ratio: f64) {
        self.sum += ratio;
        self.max = self.max.max(ratio);
        self.count += 1;
    }

    fn mean(&self) -> f64 {
        self.sum / f64::from(self.count.max(1))
    }
}

/// The aims that were missed.
#[derive(Default)]
struct Aims(Vec<String>);

impl Aims {
    fn hold(&mut self, held: bool, aim: String) {
        if !held {
            println!("  MISSED: {aim}");
            self.0.push(aim);
        }
    }
}

fn main() -> ExitCode {
    let folder = std::env::args().nth(1).map_or_else(|| PathBuf::from(FOLDER), PathBuf::from);
    let mut aims = Aims::default();
    match instances(&folder.join("sprp.jsonl")) {
        Ok(list) => tours(&list, &mut aims),
        Err(reason) => println!("tours: not measured: {reason}"),
    }
    match instances(&folder.join("sprp_ss.jsonl")) {
        Ok(list) => bins(&list, &mut aims),
        Err(reason) => println!("scattered storage: not measured: {reason}"),
    }
    batches(&mut aims);
    if aims.0.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn instances(file: &Path) -> Result<Vec<Value>, String> {
    let text = std::fs::read_to_string(file).map_err(|error| {
        format!("{}: {error}; name the folder with the published instances", file.display())
    })?;
    text.lines().map(|line| serde_json::from_str(line).map_err(|error| error.to_string())).collect()
}

fn whole(value: &Value) -> usize {
    value.as_u64().map_or(0, |number| number as usize)
}

fn cell(place: &Value) -> Cell {
    Cell { aisle: whole(&place[0]), block: whole(&place[1]), cell: whole(&place[2]) }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn layout(instance: &Value) -> Layout {
    let it = &instance["warehouse"];
    let metres = |key: &str| it[key].as_f64().unwrap_or(0.0);
    let lengths = Lengths {
        aisle_pitch: metres("aisle_pitch"),
        cell_pitch: metres("cell_pitch"),
        end_gap: metres("end_gap"),
        depot_offset: metres("depot_offset"),
    };
    let cells = list(&it["cells_per_block"]).iter().map(whole).collect();
    Layout::new(whole(&it["aisles"]), cells, lengths, whole(&it["depot_aisle"])).expect("a sound layout")
}

fn tours(instances: &[Value], aims: &mut Aims) {
    for blocks in 1..=2 {
        let (mut ratios, mut micros) = (Ratios::default(), Ratios::default());
        let mut router: Option<Router> = None;
        for instance in instances {
            let layout = layout(instance);
            if layout.blocks() != blocks {
                continue;
            }
            let picks: Vec<Cell> = list(&instance["picks"]).iter().map(cell).collect();
            let router = router.get_or_insert_with(|| Router::new(layout.clone()));
            router.set_layout(layout);
            let length = router.shortest(&picks).expect("inside").length;
            ratios.add(length / instance["optimal"].as_f64().unwrap_or(f64::NAN));
            if picks.len() == 30 {
                let start = Instant::now();
                let again = (0..20).map(|_| router.length(&picks).expect("inside")).fold(0.0, f64::max);
                micros.add(start.elapsed().as_secs_f64() * 1e6 / 20.0);
                assert!((again - length).abs() < 1e-6, "a warm router walks as a fresh one");
            }
        }
        println!(
            "tours, {blocks} block(s): {} instances, ratio mean {:.5} max {:.5}; {:.1} us at 30 picks",
            ratios.count,
            ratios.mean(),
            ratios.max,
            micros.mean()
        );
        let exact = (ratios.mean() - 1.0).abs() < 1e-9 && ratios.max < 1.0 + 1e-9;
        aims.hold(exact, format!("tours in {blocks} block(s) are the published optimum"));
    }
}

fn bins(instances: &[Value], aims: &mut Aims) {
    let (mut ratios, mut ms, mut optimal) = (Ratios::default(), Ratios::default(), 0);
    let mut contested = Vec::new();
    for instance in instances {
        let demand: Vec<(String, u64)> =
            list(&instance["demand"]).iter().map(|it| (it[0].to_string(), whole(&it[1]) as u64)).collect();
        let mut places = Vec::new();
        for (item, (name, _)) in demand.iter().enumerate() {
            let stock = list(&instance["stock"][name]);
            places.extend(stock.iter().map(|it| Bin { item, at: cell(it), quantity: whole(&it[3]) as u64 }));
        }
        let start = Instant::now();
        let demand = demand.into_iter().map(|(_, quantity)| quantity).collect();
        let problem = scattered::Problem::new(layout(instance), demand, places).expect("a sound instance");
        let mut search = scattered::Search::new(problem, 1);
        while !search.is_done() && start.elapsed() < SCATTERED {
            search.step();
        }
        let length = search.best().length;
        let published = instance["optimal"].as_f64().unwrap_or(f64::NAN);
        ms.add(start.elapsed().as_secs_f64() * 1e3);
        if search.bound() > published + 1e-6 {
            contested.push(instance["id"].to_string());
            continue;
        }
        optimal += u32::from(length <= published + 1e-6);
        ratios.add(length / published);
    }
    println!(
        "scattered storage: {} instances, ratio mean {:.5} max {:.4}, {optimal} at the published optimum; {:.1} ms mean, {:.1} ms max",
        ratios.count,
        ratios.mean(),
        ratios.max,
        ms.mean(),
        ms.max
    );
    println!(
        "  left out: {} whose published value lies below a proven bound: {}",
        contested.len(),
        contested.join(" ")
    );
    aims.hold(ratios.mean() <= 1.01, "scattered storage: mean 1.01".to_owned());
    aims.hold(ratios.max <= 1.08, "scattered storage: max 1.08".to_owned());
    aims.hold(ms.max <= 50.0, "scattered storage: 50 ms each".to_owned());
}

/// A number below `bound` from a seed that moves on.
fn below(seed: &mut u64, bound: usize) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) as usize % bound
}

fn problem(count: usize, blocks: usize, seed: &mut u64) -> Problem {
    let lengths = Lengths { aisle_pitch: 5.0, cell_pitch: 1.0, end_gap: 1.0, depot_offset: 0.0 };
    let layout = Layout::new(10, vec![45 / blocks; blocks], lengths, 0).expect("a sound layout");
    let orders = (0..count).map(|_| {
        let lines = 1 + below(seed, 7);
        let mut place =
            || Cell { aisle: below(seed, 10), block: below(seed, blocks), cell: below(seed, 45 / blocks) };
        Order { units: lines as u64, picks: (0..lines).map(|_| place()).collect() }
    });
    Problem::new(layout, 20, orders.collect()).expect("all fit")
}

/// The work after each of these times.
fn worked(problem: Problem, seed: u64, times: &[Duration]) -> (Work, Vec<f64>) {
    let (start, mut lengths) = (Instant::now(), Vec::new());
    let mut work = Work::new(problem, seed);
    for time in times {
        while !work.is_done() && start.elapsed() < *time {
            work.step();
        }
        lengths.push(work.best().length);
    }
    (work, lengths)
}

fn batches(aims: &mut Aims) {
    let (mut ratios, mut seed) = (Ratios::default(), 2026);
    for (count, blocks) in [(12, 1), (12, 2), (24, 1), (24, 2), (50, 1), (50, 2), (100, 1), (100, 2)] {
        let problem = problem(count, blocks, &mut seed);
        let (work, lengths) = worked(problem.clone(), 1, &[Duration::ZERO, SHORT, BATCHED]);
        let five = lengths[2];
        let best = if work.is_done() { five } else { worked(problem, 2, &[LONG]).1[0].min(five) };
        let known = if work.is_done() { "proven" } else { "best known" };
        println!(
            "batches, {count} orders, {blocks} block(s): savings {:.4}, 1 s {:.4}, 5 s {:.5} of the {known}; bound {:.4}",
            lengths[0] / best,
            lengths[1] / best,
            five / best,
            work.bound() / best
        );
        ratios.add(five / best);
        aims.hold(
            five <= lengths[1] && lengths[1] <= lengths[0],
            format!("{count} orders: longer is no worse"),
        );
        aims.hold(count > 24 || work.is_done(), format!("{count} orders are proven"));
    }
    println!("batches: ratio mean {:.5} max {:.5}", ratios.mean(), ratios.max);
    aims.hold(ratios.mean() <= 1.001, "batches: mean 1.001".to_owned());
    aims.hold(ratios.max <= 1.005, "batches: max 1.005".to_owned());
}
