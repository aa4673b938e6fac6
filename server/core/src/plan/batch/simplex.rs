//! The revised simplex method for set partition, with the inverse of the basis.

use super::partition::{Column, bits};
use super::search::Plan;

/// The most simplex steps.
const PIVOTS_MAX: usize = 4_000;
/// So many columns are looked at before the best of them enters.
const LOOKED_AT: usize = 1_024;
/// What counts as nothing, in metres.
const NOTHING: f64 = 1e-7;

/// Pivots after which the duals are found anew, and a basis is: by then rounding tells.
const FRESH_DUALS: usize = 50;
const FRESH_BASIS: usize = 20_000;

/// Where a linear programme stands; the next one, over other columns for the same orders, goes on from there.
#[derive(Clone, Debug)]
pub(super) struct Basis {
    size: usize,
    inverse: Vec<f64>,
    costs: Vec<f64>,
    values: Vec<f64>,
    /// By row: the column in the basis, once one has entered.
    columns: Vec<Option<Column>>,
    pivots: usize,
}

impl Basis {
    /// Begins with a plan: one order of each batch holds the batch, the others hold a batch of their own that is not used.
    pub(super) fn new(columns: &[Column], size: usize, plan: &Plan) -> Self {
        // A little more than one each, all different, keeps the method from turning in circles; the duals don't see it.
        let wanted: Vec<f64> = (0..size).map(|at| 1.0 + 1e-6 * ((at * 7919 % 1009) as f64 + 1.0)).collect();
        let (mut inverse, mut values, mut costs) = (vec![0.0; size * size], wanted.clone(), vec![0.0; size]);
        (0..size).for_each(|at| inverse[at * size + at] = 1.0);
        let mut held = vec![None; size];
        let mut lengths = vec![f64::INFINITY; size];
        for column in columns.iter().filter(|column| column.orders.count_ones() == 1) {
            lengths[column.orders.trailing_zeros() as usize] = column.length;
        }
        for batch in &plan.batches {
            let least = batch.iter().min_by(|a, b| wanted[**a as usize].total_cmp(&wanted[**b as usize]));
            let Some(holder) = least.map(|holder| *holder as usize) else { continue };
            let mask = super::partition::mask(batch);
            let known = columns.iter().find(|column| column.orders == mask);
            // A plan whose batch is not listed begins with the orders alone.
            let Some(known) = known else {
                batch.iter().for_each(|at| costs[*at as usize] = lengths[*at as usize]);
                continue;
            };
            costs[holder] = known.length;
            held[holder] = Some(*known);
            for at in batch.iter().map(|at| *at as usize).filter(|at| *at != holder) {
                inverse[at * size + holder] = -1.0;
                values[at] = wanted[at] - wanted[holder];
                costs[at] = lengths[at];
            }
        }
        Self { size, inverse, costs, values, columns: held, pivots: 0 }
    }

    /// Whether another should begin anew.
    pub(super) fn is_old(&self) -> bool {
        self.pivots > FRESH_BASIS
    }

    /// The batches in use.
    pub(super) fn used(&self) -> Vec<u128> {
        self.columns.iter().flatten().map(|column| column.orders).collect()
    }

    /// What each order is worth.
    fn duals(&self) -> Vec<f64> {
        let mut duals = vec![0.0; self.size];
        for (row, cost) in self.inverse.chunks_exact(self.size).zip(&self.costs) {
            for (dual, entry) in duals.iter_mut().zip(row) {
                *dual += cost * entry;
            }
        }
        duals
    }

    /// A column enters, and the row that holds it is told.
    fn pivot(&mut self, column: &Column) -> Option<usize> {
        let size = self.size;
        let direction: Vec<f64> =
            self.inverse.chunks_exact(size).map(|row| bits(column.orders).map(|at| row[at]).sum()).collect();
        let leaving = (0..size)
            .filter(|row| direction[*row] > 1e-9)
            .min_by(|a, b| (self.values[*a] / direction[*a]).total_cmp(&(self.values[*b] / direction[*b])))?;
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
        self.columns[leaving] = Some(*column);
        self.pivots += 1;
        Some(leaving)
    }
}

/// A linear programme under way.
pub(super) struct Simplex<'c> {
    columns: &'c [Column],
    /// The columns' orders, one column after the other, and where each column's end.
    places: Vec<u8>,
    until: Vec<u32>,
    basis: &'c mut Basis,
    /// The column to look at next.
    next: usize,
}

impl<'c> Simplex<'c> {
    /// Goes on from a basis.
    pub(super) fn new(columns: &'c [Column], basis: &'c mut Basis) -> Self {
        let (mut places, mut until) = (Vec::new(), Vec::with_capacity(columns.len()));
        for column in columns {
            places.extend(bits(column.orders).map(|at| at as u8));
            until.push(places.len() as u32);
        }
        Self { columns, places, until, basis, next: 0 }
    }

    /// What each order is worth where no batch is worth more than it costs, to rounding or the last pivot.
    pub(super) fn duals(mut self) -> Vec<f64> {
        let size = self.basis.size;
        let mut duals = self.basis.duals();
        for pivots in 1..=PIVOTS_MAX {
            let Some((reduced, column)) = self.entering(&duals) else { break };
            let Some(row) = self.basis.pivot(column) else { break };
            if pivots % FRESH_DUALS == 0 {
                duals = self.basis.duals();
                continue;
            }
            let row = &self.basis.inverse[row * size..(row + 1) * size];
            duals.iter_mut().zip(row).for_each(|(dual, entry)| *dual += reduced * entry);
        }
        self.basis.duals()
    }

    /// The best of the next columns that are worth more than they cost, and its cost beyond its worth.
    fn entering(&mut self, duals: &[f64]) -> Option<(f64, &'c Column)> {
        let columns = self.columns;
        let mut best: Option<(f64, &Column)> = None;
        for looked_at in 1..=columns.len() {
            let at = self.next;
            self.next = if at + 1 == columns.len() { 0 } else { at + 1 };
            let from = at.checked_sub(1).map_or(0, |before| self.until[before] as usize);
            let places = &self.places[from..self.until[at] as usize];
            let reduced = columns[at].length - places.iter().map(|at| duals[usize::from(*at)]).sum::<f64>();
            if reduced < best.map_or(-NOTHING, |best| best.0) {
                best = Some((reduced, &columns[at]));
            }
            if best.is_some() && looked_at % LOOKED_AT == 0 {
                break;
            }
        }
        best
    }
}
