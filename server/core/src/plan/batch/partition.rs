//! The best plan that can be made of a set of known batches, and how short any plan can be at all.
//!
//! Each order must be in exactly one batch: a set partition. Its linear relaxation is solved by the revised simplex method; the
//! duals are a lower bound, and the batches whose reduced cost exceeds the gap can be left out, so that few remain to branch on
//! (Gademann and van de Velde, IIE Transactions 37(1), 2005, batch orders this way).
//!
//! When the set holds every batch that fits a cart, the plan is proven best; else it is the best of that set.

use super::problem::Problem;
use super::search::Plan;

/// The most orders that are partitioned exactly: the bits of a mask.
pub(super) const ORDERS_MAX: usize = 128;
/// The most batches that are listed.
const COLUMNS_MAX: usize = 250_000;
/// The most simplex steps.
const PIVOTS_MAX: usize = 4_000;
/// The most nodes that are branched on for a proof, and for a better plan among known batches.
const PROOF_NODES_MAX: usize = 2_000_000;
const NODES_MAX: usize = 4_000;
/// How many batches of an order are looked at when the next order to branch on is chosen.
const LOOKED_AT: usize = 64;
/// What counts as nothing, in metres.
const NOTHING: f64 = 1e-7;

/// A batch of the set.
#[derive(Clone, Debug)]
struct Column {
    orders: u128,
    length: f64,
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
            let (bound, plan) = solved(&self.columns, problem.orders().len(), known, PROOF_NODES_MAX);
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

/// The best plan that the batches met so far give, when it beats `known`.
pub(super) fn recombined(batches: Vec<(Vec<u32>, f64)>, orders: usize, known: &Plan) -> Option<Plan> {
    if orders > ORDERS_MAX {
        return None;
    }
    let columns: Vec<Column> =
        batches.iter().map(|(batch, length)| Column { orders: mask(batch), length: *length }).collect();
    solved(&columns, orders, known, NODES_MAX).1
}

fn mask(batch: &[u32]) -> u128 {
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

/// A lower bound over these columns, which is the length of the plan where one is proven; and a plan better than `known`.
fn solved(columns: &[Column], orders: usize, known: &Plan, nodes: usize) -> (f64, Option<Plan>) {
    let duals = Simplex::new(columns, orders).duals();
    // Duals that rounding made infeasible are shrunk until each batch is worth what it costs at most.
    let worth = |column: &Column| bits(column.orders).map(|at| duals[at]).sum::<f64>();
    let shrink = columns.iter().fold(1.0_f64, |least, column| {
        let worth = worth(column);
        if worth > column.length { least.min(column.length / worth) } else { least }
    });
    let duals: Vec<f64> = duals.iter().map(|dual| dual * shrink).collect();
    let bound: f64 = duals.iter().sum();
    let gap = known.length - bound;
    let mut cheap: Vec<(f64, &Column)> = columns
        .iter()
        .map(|column| (column.length - bits(column.orders).map(|at| duals[at]).sum::<f64>(), column))
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
fn bits(mut mask: u128) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let at = mask.trailing_zeros() as usize;
        mask &= mask.checked_sub(1)?;
        Some(at)
    })
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
        let fits =
            |(reduced, orders, _): &&(f64, u128, f64)| so_far + reduced < self.gap && orders & !left == 0;
        // The order with the fewest ways leaves the least to try.
        let order =
            bits(left).min_by_key(|at| self.by_order[*at].iter().take(LOOKED_AT).filter(fits).count());
        let Some(order) = order else { return true };
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

/// The revised simplex method with the inverse of the basis, which begins with a batch for each order.
struct Simplex<'c> {
    columns: &'c [Column],
    size: usize,
    inverse: Vec<f64>,
    costs: Vec<f64>,
    values: Vec<f64>,
}

impl<'c> Simplex<'c> {
    fn new(columns: &'c [Column], size: usize) -> Self {
        let mut inverse = vec![0.0; size * size];
        let mut costs = vec![0.0; size];
        for at in 0..size {
            inverse[at * size + at] = 1.0;
        }
        for column in columns.iter().filter(|column| column.orders.count_ones() == 1) {
            costs[column.orders.trailing_zeros() as usize] = column.length;
        }
        // A little more than one each, all different, keeps the method from turning in circles; the duals don't see it.
        let values = (0..size).map(|at| 1.0 + 1e-6 * ((at * 7919 % 1009) as f64 + 1.0)).collect();
        Self { columns, size, inverse, costs, values }
    }

    /// What each order is worth where no batch is worth more than it costs, to rounding or the last pivot.
    fn duals(mut self) -> Vec<f64> {
        for _ in 0..PIVOTS_MAX {
            let duals = self.present();
            let reduced =
                |column: &Column| column.length - bits(column.orders).map(|at| duals[at]).sum::<f64>();
            let entering = self
                .columns
                .iter()
                .map(|column| (reduced(column), column))
                .min_by(|a, b| a.0.total_cmp(&b.0))
                .filter(|(reduced, _)| *reduced < -NOTHING);
            let Some((_, column)) = entering else { break };
            if !self.pivot(column) {
                break;
            }
        }
        self.present()
    }

    fn present(&self) -> Vec<f64> {
        let mut duals = vec![0.0; self.size];
        for (row, cost) in self.inverse.chunks_exact(self.size).zip(&self.costs) {
            for (dual, entry) in duals.iter_mut().zip(row) {
                *dual += cost * entry;
            }
        }
        duals
    }

    fn pivot(&mut self, column: &Column) -> bool {
        let size = self.size;
        let direction: Vec<f64> =
            self.inverse.chunks_exact(size).map(|row| bits(column.orders).map(|at| row[at]).sum()).collect();
        let leaving = (0..size)
            .filter(|row| direction[*row] > 1e-9)
            .min_by(|a, b| (self.values[*a] / direction[*a]).total_cmp(&(self.values[*b] / direction[*b])));
        let Some(leaving) = leaving else { return false };
        let scale = 1.0 / direction[leaving];
        let pivot_row: Vec<f64> =
            self.inverse[leaving * size..(leaving + 1) * size].iter().map(|entry| entry * scale).collect();
        let value = self.values[leaving] * scale;
        for row in (0..size).filter(|row| *row != leaving) {
            let times = direction[row];
            if times != 0.0 {
                for (entry, pivot) in self.inverse[row * size..(row + 1) * size].iter_mut().zip(&pivot_row) {
                    *entry -= times * pivot;
                }
                self.values[row] -= times * value;
            }
        }
        self.inverse[leaving * size..(leaving + 1) * size].copy_from_slice(&pivot_row);
        (self.values[leaving], self.costs[leaving]) = (value, column.length);
        true
    }
}
