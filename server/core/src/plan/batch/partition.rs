//! The best plan that can be made of a set of known batches, and how short any plan can be at all.
//!
//! Each order must be in exactly one batch: a set partition. Its linear relaxation is solved by the revised simplex method; the
//! duals are a lower bound, and the batches whose reduced cost exceeds the gap can be left out, so that few remain to branch on
//! (Gademann and van de Velde, IIE Transactions 37(1), 2005, batch orders this way).
//!
//! When the set holds every batch that fits a cart, the plan is proven best; else it is the best of that set.

use super::problem::Problem;
use super::search::Plan;
use super::simplex::{Basis, Simplex};

/// The most orders that are partitioned exactly: the bits of a mask.
pub(super) const ORDERS_MAX: usize = 128;
/// The most batches that are listed.
const COLUMNS_MAX: usize = 250_000;
/// The most nodes that are branched on for a proof, and for a better plan among known batches.
const PROOF_NODES_MAX: usize = 2_000_000;
const NODES_MAX: usize = 4_000;
/// How many batches of an order are looked at when the next order to branch on is chosen.
const LOOKED_AT: usize = 12;
/// What counts as nothing, in metres.
const NOTHING: f64 = 1e-7;

/// A batch of the set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub(super) orders: u128,
    pub(super) length: f64,
}

/// The batches that fit a cart, one after the other, and what follows from them.
#[derive(Clone, Debug)]
pub struct Proof {
    /// Batches whose tours are still to be measured, as orders ascending.
    left: Vec<Vec<u32>>,
    columns: Vec<Column>,
    bound: f64,
    best: Option<Plan>,
}

impl Proof {
    /// A proof for a problem; `None` when more batches fit than can be listed.
    pub fn new(problem: &Problem) -> Option<Self> {
        let count = problem.orders().len();
        if count > ORDERS_MAX {
            return None;
        }
        let mut left = Vec::new();
        list(problem, &mut Vec::new(), 0, 0, &mut left).then_some(())?;
        Some(Self { left, columns: Vec::new(), bound: 0.0, best: None })
    }

    /// Measures `count` batches more; with the last one, everything follows. `known` is the best plan so far.
    pub fn step(&mut self, problem: &mut Problem, known: &Plan, count: usize) {
        if self.best.is_some() {
            return;
        }
        for batch in self.left.split_off(self.left.len().saturating_sub(count)) {
            let orders = mask(&batch);
            self.columns.push(Column { orders, length: problem.length(&batch) });
        }
        if self.left.is_empty() {
            let mut basis = Basis::new(&self.columns, problem.orders().len(), known);
            let duals = relaxed(&self.columns, &mut basis);
            let (bound, plan) = branched(&self.columns, &duals, known, PROOF_NODES_MAX);
            self.bound = bound;
            self.best = Some(plan.unwrap_or_else(|| known.clone()));
            if !self.is_proven() {
                return;
            }
            self.bound = self.best.as_ref().map_or(bound, |best| best.length);
        }
    }

    /// Whether all is done: the bound stands, and no better plan is to be had from here.
    pub fn is_done(&self) -> bool {
        self.best.is_some()
    }

    /// The best plan, once all is done.
    pub fn best(&self) -> Option<&Plan> {
        self.best.as_ref()
    }

    /// How short a plan can be at all, in metres; 0 until that is known.
    pub fn bound(&self) -> f64 {
        self.bound
    }

    fn is_proven(&self) -> bool {
        self.best.as_ref().is_some_and(|best| best.length <= self.bound + NOTHING)
    }
}

/// A bound that is always there: an order's share of a tour is at least its part of the cart, and its own tour at that.
pub fn plain_bound(problem: &mut Problem) -> f64 {
    let capacity = problem.capacity().max(1) as f64;
    let (mut shares, mut longest) = (0.0, 0.0_f64);
    for at in 0..problem.orders().len() {
        let length = problem.length(&[at as u32]);
        shares += length * problem.orders()[at].units as f64 / capacity;
        longest = longest.max(length);
    }
    shares.max(longest)
}

/// What the batches met so far give.
pub(super) struct Recombined {
    /// A better plan than the one known.
    pub(super) plan: Option<Plan>,
    /// What each order is worth, in metres, so that none of the batches is worth more than it costs.
    pub(super) duals: Vec<f64>,
    /// The batches that the best mixture of batches is made of.
    pub(super) used: Vec<u128>,
}

/// The best plan that the batches met so far give, and what it tells of better ones. `basis` is where the last such programme for
/// the same orders ended, if there was one, and this one ends.
pub(super) fn recombined(
    columns: &[Column],
    orders: usize,
    known: &Plan,
    basis: &mut Option<Basis>,
) -> Recombined {
    if basis.as_ref().is_some_and(Basis::is_old) {
        *basis = None;
    }
    let basis = basis.get_or_insert_with(|| Basis::new(columns, orders, known));
    let duals = relaxed(columns, basis);
    Recombined { plan: better(columns, &duals, known), duals, used: basis.used() }
}

/// A better plan of these batches than the one known, if there is one and it is found soon. No batch is worth more than it costs.
pub(super) fn better(columns: &[Column], duals: &[f64], known: &Plan) -> Option<Plan> {
    branched(columns, duals, known, NODES_MAX).1
}

pub(super) fn mask(batch: &[u32]) -> u128 {
    batch.iter().fold(0, |mask, order| mask | 1 << order)
}

/// Lists every batch that fits, those that begin as `batch` does; `false` when they are too many.
fn list(problem: &Problem, batch: &mut Vec<u32>, units: u64, from: usize, into: &mut Vec<Vec<u32>>) -> bool {
    for at in from..problem.orders().len() {
        let units = units + problem.orders()[at].units;
        if units > problem.capacity() {
            continue;
        }
        if into.len() == COLUMNS_MAX {
            return false;
        }
        batch.push(at as u32);
        into.push(batch.clone());
        let fits = list(problem, batch, units, at + 1, into);
        batch.pop();
        if !fits {
            return false;
        }
    }
    true
}

/// The linear relaxation over these columns: what each order is worth.
fn relaxed(columns: &[Column], basis: &mut Basis) -> Vec<f64> {
    let duals = Simplex::new(columns, basis).duals();
    // Duals that rounding made infeasible are shrunk until each batch is worth what it costs at most.
    let shrink = columns.iter().fold(1.0_f64, |least, column| {
        let worth = worth(column.orders, &duals);
        if worth > column.length { least.min(column.length / worth) } else { least }
    });
    duals.iter().map(|dual| dual * shrink).collect()
}

/// What a batch is worth.
pub(super) fn worth(batch: u128, duals: &[f64]) -> f64 {
    bits(batch).map(|at| duals[at]).sum()
}

/// A lower bound over these columns, which is the length of the plan where one is proven; and a plan better than `known`.
fn branched(columns: &[Column], duals: &[f64], known: &Plan, nodes: usize) -> (f64, Option<Plan>) {
    let orders = duals.len();
    let bound: f64 = duals.iter().sum();
    let gap = known.length - bound;
    let mut cheap: Vec<(f64, &Column)> = columns
        .iter()
        .map(|column| (column.length - worth(column.orders, duals), column))
        .filter(|(reduced, _)| *reduced < gap)
        .collect();
    cheap.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.orders.cmp(&b.1.orders)));
    let mut by_order: Vec<Vec<(f64, u128, f64)>> = vec![Vec::new(); orders];
    for (reduced, column) in &cheap {
        for at in bits(column.orders) {
            by_order[at].push((*reduced, column.orders, column.length));
        }
    }
    let mut branching = Branching { by_order, gap: gap - NOTHING, found: None, chosen: Vec::new(), nodes };
    let all = if orders == ORDERS_MAX { u128::MAX } else { (1 << orders) - 1 };
    let complete = branching.down(all, 0.0);
    let plan = branching.found.map(|chosen| plan(&chosen));
    let best = plan.as_ref().map_or(known.length, |plan| plan.length);
    (if complete { best } else { bound.min(best) }, plan)
}

fn plan(chosen: &[(u128, f64)]) -> Plan {
    let batches = chosen.iter().map(|(orders, _)| bits(*orders).map(|at| at as u32).collect()).collect();
    Plan { batches, length: chosen.iter().map(|(_, length)| length).sum() }
}

/// The numbers of the bits that are set, ascending.
pub(super) fn bits(mask: u128) -> Bits {
    Bits([mask as u64, (mask >> 64) as u64])
}

/// The bits that are left, by half.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bits([u64; 2]);

impl Iterator for Bits {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let half = usize::from(self.0[0] == 0);
        let at = self.0[half].trailing_zeros() as usize;
        self.0[half] &= self.0[half].checked_sub(1)?;
        Some(64 * half + at)
    }
}

struct Branching {
    /// For each order the batches with it, cheapest reduced cost first: that, the orders, the length.
    by_order: Vec<Vec<(f64, u128, f64)>>,
    /// What the reduced costs of a better plan may add up to.
    gap: f64,
    found: Option<Vec<(u128, f64)>>,
    chosen: Vec<(u128, f64)>,
    /// How many nodes may still be looked at.
    nodes: usize,
}

impl Branching {
    /// The order with the fewest ways, the first of them: it leaves the least to try (Knuth's Algorithm X
    /// chooses so, Millennial Perspectives in Computer Science, 2000). Some order is left.
    fn scarcest(&self, left: u128, so_far: f64) -> usize {
        let (mut scarcest, mut fewest) = (0, usize::MAX);
        for at in bits(left) {
            let mut ways = 0;
            for (reduced, orders, _) in self.by_order[at].iter().take(LOOKED_AT) {
                // Those behind cost more still.
                if ways == fewest || so_far + reduced >= self.gap {
                    break;
                }
                ways += usize::from(orders & !left == 0);
            }
            if ways < fewest {
                (scarcest, fewest) = (at, ways);
                if ways == 0 {
                    break;
                }
            }
        }
        scarcest
    }

    /// Covers the orders that are left; `false` when the nodes ran out.
    fn down(&mut self, left: u128, so_far: f64) -> bool {
        if left == 0 {
            self.gap = so_far - NOTHING;
            self.found = Some(self.chosen.clone());
            return true;
        }
        if self.nodes == 0 {
            return false;
        }
        self.nodes -= 1;
        let order = self.scarcest(left, so_far);
        for at in 0..self.by_order[order].len() {
            let (reduced, orders, length) = self.by_order[order][at];
            if so_far + reduced >= self.gap {
                break;
            }
            if orders & !left != 0 {
                continue;
            }
            self.chosen.push((orders, length));
            let complete = self.down(left & !orders, so_far + reduced);
            self.chosen.pop();
            if !complete {
                return false;
            }
        }
        true
    }
}
