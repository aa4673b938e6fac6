//! Batches of good plans, recombined; and the search for more that are worth having.
//!
//! The best mixture of the batches met so far tells what each order is worth. A batch whose orders are worth more than its tour
//! costs would make the mixture better: such batches are looked for an order beside those in use (column generation with a local
//! search for the pricing; Gademann and van de Velde, IIE Transactions 37(1), 2005, price by branch and bound).

use super::partition::{self, Column, ORDERS_MAX, Recombined, bits, mask, worth};
use super::search::{Plan, Search, insert};

/// How many batches are remembered, and how many of them beyond a recombination.
const POOL_MAX: usize = 12_000;
const POOL_KEPT: usize = 6_000;
/// So many better batches are kept of those beside one.
const KEPT: usize = 6;
/// What it must be worth more than it costs that one looks beside it too.
const LEAST_GAIN: f64 = 1e-6;
/// How much less than it costs a batch may be worth to be kept, in metres.
const LOSS_MAX: f64 = 4.0;
/// How many batches are rearranged together.
const REARRANGED: usize = 8;

impl Search {
    /// Whether no more batches are kept until the next recombination.
    pub(super) fn is_full(&self) -> bool {
        self.pool.len() >= POOL_MAX
    }

    /// Keeps a batch of a good plan, and how long its tour is at most.
    pub(super) fn remember(&mut self, batch: &[u32], length: f64) {
        if self.is_full() || self.problem.orders().len() > ORDERS_MAX {
            return;
        }
        let known = self.pool.entry(mask(batch)).or_insert(length);
        *known = known.min(length);
    }

    /// Looks for a better plan among the batches of all good plans.
    pub(super) fn recombine(&mut self) {
        let count = self.problem.orders().len();
        if count > ORDERS_MAX {
            return;
        }
        for order in 0..count as u32 {
            let length = self.problem.length(&[order]);
            self.pool.insert(1 << order, length);
        }
        for batch in &self.best.batches {
            let length = self.problem.length(batch);
            self.pool.insert(mask(batch), length);
        }
        let columns: Vec<Column> =
            self.pool.iter().map(|(orders, length)| Column { orders: *orders, length: *length }).collect();
        let Recombined { plan, duals, used } =
            partition::recombined(&columns, count, &self.best, &mut self.basis);
        if let Some(Plan { batches, .. }) = plan {
            let length = batches.iter().map(|batch| self.problem.length(batch)).sum();
            self.offer(Plan { batches, length });
        }
        self.columns = kept(columns, &duals);
        self.pool = self.columns.iter().map(|column| (column.orders, column.length)).collect();
        (self.duals, self.to_price) = (duals, used);
    }

    /// Looks for a better plan of a few batches near each other among all the batches that their orders can make.
    pub(super) fn rearrange(&mut self) {
        let chosen = self.near_batches();
        let orders = chosen.iter().fold(0, |orders, at| orders | mask(&self.best.batches[*at]));
        let places: Vec<usize> = bits(orders).collect();
        let packed = |batch: u128| {
            bits(batch).fold(0_u128, |packed, at| packed | 1 << places.partition_point(|place| *place < at))
        };
        let inside = self.columns.iter().filter(|column| column.orders & !orders == 0);
        let columns: Vec<Column> =
            inside.map(|column| Column { orders: packed(column.orders), ..*column }).collect();
        let batches: Vec<Vec<u32>> = chosen.iter().map(|at| self.best.batches[*at].clone()).collect();
        let length = batches.iter().map(|batch| self.problem.length(batch)).sum();
        let packed = |batch: &Vec<u32>| bits(packed(mask(batch))).map(|at| at as u32).collect();
        let known = Plan { batches: batches.iter().map(packed).collect(), length };
        let duals: Vec<f64> = places.iter().map(|place| self.duals[*place]).collect();
        let Some(better) = partition::better(&columns, &duals, &known) else { return };
        let rest = (0..self.best.batches.len()).filter(|at| !chosen.contains(at));
        let mut batches: Vec<Vec<u32>> = rest.map(|at| self.best.batches[at].clone()).collect();
        let unpacked = |batch: &Vec<u32>| batch.iter().map(|at| places[*at as usize] as u32).collect();
        batches.extend(better.batches.iter().map(unpacked));
        let length = batches.iter().map(|batch| self.problem.length(batch)).sum();
        self.offer(Plan { batches, length });
    }

    /// Batches of the best plan that have orders near each other's, as positions.
    fn near_batches(&mut self) -> Vec<usize> {
        let batches = &self.best.batches;
        let home = |order: u32| batches.iter().position(|batch| batch.binary_search(&order).is_ok());
        let mut chosen = vec![self.dice.below(batches.len())];
        for _ in 0..8 * REARRANGED {
            let from = &batches[chosen[self.dice.below(chosen.len())]];
            let near = &self.neighbours[from[self.dice.below(from.len())] as usize];
            let found = if near.is_empty() { None } else { home(near[self.dice.below(near.len())]) };
            chosen.extend(found.filter(|found| !chosen.contains(found)));
            if chosen.len() == REARRANGED {
                break;
            }
        }
        chosen
    }

    /// Looks beside a batch in use: an order less, one more, or one for another.
    pub(super) fn price(&mut self) {
        let Some(batch) = self.to_price.pop() else { return };
        let orders: Vec<u32> = bits(batch).map(|at| at as u32).collect();
        let mut found = Vec::new();
        for out in std::iter::once(None).chain(orders.iter().copied().map(Some)) {
            let rest: Vec<u32> = orders.iter().copied().filter(|order| Some(*order) != out).collect();
            if out.is_some() && !rest.is_empty() {
                found.extend(self.gain(&rest));
            }
            let room = self.problem.capacity() - self.problem.units(&rest);
            for order in 0..self.duals.len() as u32 {
                if batch & (1 << order) == 0 && self.problem.orders()[order as usize].units <= room {
                    let mut with = rest.clone();
                    insert(&mut with, order);
                    found.extend(self.gain(&with));
                }
            }
        }
        found.sort_by(|a: &(f64, u128, f64), b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        for (gain, batch, length) in found.into_iter().take(KEPT) {
            if self.pool.insert(batch, length).is_none() && gain > LEAST_GAIN {
                self.to_price.push(batch);
            }
        }
    }

    /// What a batch is worth more than it costs, if it is worth having.
    fn gain(&mut self, batch: &[u32]) -> Option<(f64, u128, f64)> {
        let (orders, length) = (mask(batch), self.problem.length(batch));
        let gain = worth(orders, &self.duals) - length;
        (gain > -LOSS_MAX).then_some((gain, orders, length))
    }
}

/// The batches that cost least beyond what they are worth.
fn kept(columns: Vec<Column>, duals: &[f64]) -> Vec<Column> {
    let beyond = |column: Column| (column.length - worth(column.orders, duals), column);
    let mut beyond: Vec<(f64, Column)> = columns.into_iter().map(beyond).collect();
    beyond.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.orders.cmp(&b.1.orders)));
    beyond.truncate(POOL_KEPT);
    beyond.into_iter().map(|(_, column)| column).collect()
}
