//! What is known of the walks of a plan under change, so that its moves are measured fast.

use super::problem::Problem;
use super::sweep::{Ground, Sweep};

/// A batch is small that has so many orders, and its aisles times this are fewer than all.
const FEW_ORDERS: usize = 4;
const SPARSE: usize = 2;

/// A sweep and the stamp of the batch that it was made for.
type Stamped = (u64, Sweep);

/// Sweeps of a plan's batches, and of each without one of its orders, made when they are first asked for.
#[derive(Clone, Debug)]
pub(super) struct Walks {
    ground: Ground,
    /// By place of the batch.
    whole: Vec<Stamped>,
    /// By order: its batch without it.
    less: Vec<Stamped>,
    stamps: u64,
}

impl Walks {
    /// For the plans of a problem such as this one; none where walks can't be measured so, where too much would have to be kept, or
    /// where batches are so small that their tours are measured as fast one by one, and met again and again.
    pub(super) fn new(problem: &Problem, batches: &[Vec<u32>]) -> Option<Self> {
        let orders = problem.orders();
        let ground = Ground::new(problem.closed()?, orders, orders.len() + batches.len())?;
        let visited: usize = batches.iter().map(|batch| ground.visited(batch)).sum();
        let is_sparse = SPARSE * visited < batches.len() * ground.count();
        if is_sparse && orders.len() <= FEW_ORDERS * batches.len() {
            return None;
        }
        Some(Self { ground, whole: Vec::new(), less: vec![Stamped::default(); orders.len()], stamps: 0 })
    }

    /// A stamp that no batch had.
    pub(super) fn stamp(&mut self) -> u64 {
        self.stamps += 1;
        self.stamps
    }

    /// The length of a batch's tour without one of its orders, in metres.
    pub(super) fn without(&mut self, (batch, stamp): (&[u32], u64), order: u32) -> f64 {
        let (made_for, sweep) = &mut self.less[order as usize];
        if *made_for != stamp {
            *made_for = stamp;
            self.ground.sweep(batch.iter().copied().filter(|at| *at != order), sweep);
        }
        sweep.length
    }

    /// The same with another order in its place, if it is no longer than `most`.
    pub(super) fn exchanged(
        &mut self,
        batch: (&[u32], u64),
        (order, for_it): (u32, u32),
        most: f64,
    ) -> Option<f64> {
        self.without(batch, order);
        self.ground.with(&mut self.less[order as usize].1, for_it, most)
    }

    /// What is known of a batch's tour.
    fn of(&mut self, at: usize, (batch, stamp): (&[u32], u64)) -> &mut Sweep {
        if self.whole.len() <= at {
            self.whole.resize(at + 1, Stamped::default());
        }
        let (made_for, sweep) = &mut self.whole[at];
        if *made_for != stamp {
            *made_for = stamp;
            self.ground.sweep(batch.iter().copied(), sweep);
        }
        sweep
    }

    /// The length of a batch's tour, in metres.
    pub(super) fn length(&mut self, at: usize, batch: (&[u32], u64)) -> f64 {
        self.of(at, batch).length
    }

    /// The length of a batch's tour with an order more, in metres, if it is no longer than `most`.
    pub(super) fn joined(&mut self, at: usize, batch: (&[u32], u64), order: u32, most: f64) -> Option<f64> {
        self.of(at, batch);
        self.ground.with(&mut self.whole[at].1, order, most)
    }
}
