//! How short any plan is at least, where there are too many batches to list them.
//!
//! Whatever orders are worth: when no batch is worth more than `ratio` times its tour, then no plan is shorter than all orders are
//! worth, divided by `ratio` (Farley, Operations Research 38(5), 1990). The batches are searched by branch and bound. A batch's
//! tour is no shorter than that of a part of it, so that a branch is named by the order that makes the longest tour with what is
//! chosen already, and the rest of the room is filled with the orders that are worth most for it, split if need be.

use super::problem::Problem;

/// How many tours one step measures before it is content with what the branches can be worth at most.
const MEASURED: usize = 1_000;

/// A bound under way.
#[derive(Clone, Debug)]
pub(super) struct Pricing {
    duals: Vec<f64>,
    /// Orders with the tours of their own, shortest first: those from which batches are still to be searched.
    left: Vec<(f64, u32)>,
    ratio: f64,
    measured_max: usize,
    measured: usize,
}

impl Pricing {
    /// For what orders are worth. `effort` multiplies what a step measures.
    pub(super) fn new(problem: &mut Problem, duals: Vec<f64>, effort: u64) -> Self {
        let singles = (0..duals.len() as u32).map(|order| (problem.length(&[order]), order));
        let mut left: Vec<(f64, u32)> = singles.collect();
        left.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        Self { duals, left, ratio: 1.0, measured_max: MEASURED * effort as usize, measured: 0 }
    }

    /// Searches the batches of one order with those that have no longer tours; `true` when all are done.
    pub(super) fn step(&mut self, problem: &mut Problem) -> bool {
        if let Some((length, order)) = self.left.pop() {
            self.measured = 0;
            let others: Vec<u32> = self.left.iter().map(|(_, order)| *order).collect();
            self.search(problem, &[order], length, &others);
        }
        self.left.is_empty()
    }

    /// How short any plan is at least, in metres, once all is done.
    pub(super) fn bound(&self) -> f64 {
        self.duals.iter().sum::<f64>() / self.ratio
    }

    /// All batches of these orders and some of the others.
    fn search(&mut self, problem: &mut Problem, batch: &[u32], length: f64, others: &[u32]) {
        let worth: f64 = batch.iter().map(|order| self.duals[*order as usize]).sum();
        self.reach(worth, length);
        let room = problem.capacity() - problem.units(batch);
        let mut ways: Vec<(f64, u32)> = Vec::new();
        for order in others.iter().copied() {
            if self.duals[order as usize] > 0.0 && problem.orders()[order as usize].units <= room {
                let with = [batch, &[order]].concat();
                ways.push((problem.measured(&with).max(length), order));
                self.measured += 1;
            }
        }
        ways.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let mut dense: Vec<(f64, u32)> = Vec::new();
        for at in 0..ways.len() {
            let (length, order) = ways[at];
            let (dual, units) = (self.duals[order as usize], problem.orders()[order as usize].units);
            let most = worth + dual + filled(problem, &self.duals, &dense, room - units);
            let density = dual / units.max(1) as f64;
            if most > self.ratio * length {
                if self.measured < self.measured_max {
                    let before: Vec<u32> = ways[..at].iter().map(|(_, order)| *order).collect();
                    self.search(problem, &[batch, &[order]].concat(), length, &before);
                } else {
                    self.reach(most, length);
                }
            }
            dense.insert(dense.partition_point(|(known, _)| *known >= density), (density, order));
        }
    }

    fn reach(&mut self, worth: f64, length: f64) {
        // An order without a tour is worth nothing.
        if worth > self.ratio * length {
            self.ratio = if length > 0.0 { worth / length } else { f64::INFINITY };
        }
    }
}

/// What fits into the room is worth so much at most; the orders that are worth most a unit come first, and the last is split.
fn filled(problem: &Problem, duals: &[f64], dense: &[(f64, u32)], room: u64) -> f64 {
    let (mut left, mut sum) = (room, 0.0);
    for (density, order) in dense {
        let units = problem.orders()[*order as usize].units;
        if units > left {
            return sum + density * left as f64;
        }
        left -= units;
        sum += duals[*order as usize];
    }
    sum
}
