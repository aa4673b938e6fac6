//! Batching on problems drawn from a seed.

use std::time::{Duration, Instant};

use bipe_core::plan::batch::{Order, Problem, Work};
use bipe_core::plan::layout::{Cell, Layout, Lengths};

use crate::{Aims, Ratios};

const SHORT: Duration = Duration::from_secs(1);
const BATCHED: Duration = Duration::from_secs(5);
/// What a plan is held against where none is proven: the shortest of these seeds' after so long, and of the 5 s.
const LONG: Duration = Duration::from_secs(30);
const LONG_SEEDS: [u64; 2] = [4, 5];
/// Seeds of the searches that are held against it: at 80 to 100 orders they differ by more than the aims are.
const SEEDS: [u64; 3] = [1, 2, 3];
const SIZES: [usize; 6] = [12, 24, 40, 60, 80, 100];

/// A number below `bound` from a seed that moves on.
fn below(seed: &mut u64, bound: usize) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) as usize % bound
}

/// A problem, and what it is: any warehouse of 5 to 20 aisles and 1 to 4 blocks, and carts for 3 to 12 orders.
fn problem(count: usize, blocks: usize, seed: &mut u64) -> (Problem, String) {
    let (aisles, per_cart, lines_max) = (5 + below(seed, 16), 3 + below(seed, 10), 1 + below(seed, 10));
    let pitch = [2.5, 3.0, 5.0][below(seed, 3)];
    let lengths = Lengths { aisle_pitch: pitch, cell_pitch: 1.0, end_gap: 1.0, depot_offset: 0.0 };
    let (cells, depot) = ((10 + below(seed, 36)) / blocks, [0, aisles / 2, aisles - 1][below(seed, 3)]);
    let layout = Layout::new(aisles, vec![cells; blocks], lengths, depot).expect("a sound layout");
    let orders: Vec<Order> = (0..count)
        .map(|_| {
            let (lines, units) = (1 + below(seed, lines_max), 1 + below(seed, 10) as u64);
            let mut place =
                || Cell { aisle: below(seed, aisles), block: below(seed, blocks), cell: below(seed, cells) };
            Order { units, picks: (0..lines).map(|_| place()).collect() }
        })
        .collect();
    let units: u64 = orders.iter().map(|order| order.units).sum();
    let capacity = (units * per_cart as u64).div_ceil(count as u64).max(10);
    let name = format!("{count} orders, {per_cart} on a cart, {aisles} aisles, {blocks} block(s)");
    (Problem::new(layout, capacity, orders).expect("all fit"), name)
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

/// The shortest plan of some seeds after a long time, two at work at once.
fn best_known(problem: &Problem) -> f64 {
    let long = |seed: u64| worked(problem.clone(), seed, &[LONG]).1[0];
    std::thread::scope(|scope| {
        let works = LONG_SEEDS.map(|seed| scope.spawn(move || long(seed)));
        works.map(|work| work.join().expect("the search goes on")).into_iter().fold(f64::INFINITY, f64::min)
    })
}

/// Batches problems drawn from a seed.
pub fn measure(aims: &mut Aims) {
    let (mut ratios, mut first, mut seed) = (Ratios::default(), Ratios::default(), 2026);
    for (at, count) in SIZES.into_iter().enumerate() {
        for blocks in [1 + at % 2, 3 + at % 2] {
            let (problem, name) = problem(count, blocks, &mut seed);
            let (works, plans): (Vec<Work>, Vec<Vec<f64>>) = SEEDS
                .map(|seed| worked(problem.clone(), seed, &[Duration::ZERO, SHORT, BATCHED]))
                .into_iter()
                .unzip();
            let is_proven = works.iter().any(Work::is_done);
            let bound = works.iter().map(Work::bound).fold(0.0, f64::max);
            let least = plans.iter().map(|lengths| lengths[2]).fold(f64::INFINITY, f64::min);
            let best = if is_proven { least } else { best_known(&problem).min(least) };
            let known = if is_proven { "proven" } else { "best known (5 s, and 30 s of other seeds)" };
            let mut here = Ratios::default();
            plans.iter().for_each(|lengths| here.add(lengths[2] / best));
            println!(
                "batches, {name}: savings {:.4}, 1 s {:.4}, 5 s {:.5} (mean {:.5} and max {:.5} of {} seeds) of the {known}; bound {:.4}",
                plans[0][0] / best,
                plans[0][1] / best,
                plans[0][2] / best,
                here.mean(),
                here.max,
                SEEDS.len(),
                bound / best
            );
            plans.iter().for_each(|lengths| ratios.add(lengths[2] / best));
            first.add(plans[0][2] / best);
            let is_longer_no_worse = |at: &Vec<f64>| at[2] <= at[1] && at[1] <= at[0];
            aims.hold(plans.iter().all(is_longer_no_worse), format!("{name}: longer is no worse"));
            aims.hold(count > 24 || here.max <= 1.0 + 1e-8, format!("{name}: none is shorter"));
        }
    }
    println!("batches: ratio of the first seed mean {:.5} max {:.5}", first.mean(), first.max);
    println!("batches: ratio of {} seeds mean {:.5} max {:.5}", SEEDS.len(), ratios.mean(), ratios.max);
    aims.hold(ratios.mean() <= 1.001, "batches: mean 1.001".to_owned());
    aims.hold(ratios.max <= 1.005, "batches: max 1.005".to_owned());
}
