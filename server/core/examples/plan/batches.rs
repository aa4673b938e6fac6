//! Batching on problems drawn from a seed.

use std::time::{Duration, Instant};

use bipe_core::plan::batch::{Order, Problem, Work};
use bipe_core::plan::layout::{Cell, Layout, Lengths};

use crate::{Aims, Ratios};

const SHORT: Duration = Duration::from_secs(1);
const BATCHED: Duration = Duration::from_secs(5);
const LONG: Duration = Duration::from_secs(15);

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

/// Batches problems drawn from a seed.
pub fn measure(aims: &mut Aims) {
    let (mut ratios, mut seed) = (Ratios::default(), 2026);
    for (count, blocks) in [(12, 1), (12, 2), (24, 1), (24, 2), (50, 1), (50, 2), (100, 1), (100, 2)] {
        let problem = problem(count, blocks, &mut seed);
        let (work, lengths) = worked(problem.clone(), 1, &[Duration::ZERO, SHORT, BATCHED]);
        let five = lengths[2];
        let best = if work.is_done() { five } else { worked(problem, 2, &[LONG]).1[0].min(five) };
        let known = if work.is_done() { "proven" } else { "best known (5 s, and 15 s from another seed)" };
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
