//! What is known of the walks of a plan under change, so that its moves are measured fast.

use super::narrow::Marks;
use super::partition::ORDERS_MAX;
use super::problem::Problem;
use super::sweep::{Ground, Sweep};

/// A batch is small that has so many orders, and its aisles times this are fewer than all.
const FEW_ORDERS: usize = 4;
const SPARSE: usize = 2;

/// With so many blocks walks are measured through fewer states; with very many orders there is no time to find out which.
const NARROW_FROM: usize = 2;
/// Those that walks come by which are so much longer than the shortest, as a part of it: past the first plan's batches, and past
/// those with an order less or another, or one whose shortest walk was missed.
const CORRIDOR: f64 = 0.01;
const WIDENED: f64 = 0.003;
/// More than rounding makes of a walk, in metres.
const MISSED: f64 = 1e-3;

/// A sweep and the stamp of the batch that it was made for.
type Stamped = (u64, Sweep);

/// Sweeps of a plan's batches, and of each without one of its orders, made when they are first asked for.
#[derive(Clone, Debug)]
pub(super) struct Walks {
    /// With few states where there would be many.
    ground: Ground,
    /// Then the ground with all of them, and which are marked.
    wide: Option<(Ground, Marks)>,
    /// By place of the batch.
    whole: Vec<Stamped>,
    /// By order: its batch without it.
    less: Vec<Stamped>,
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
        let less = vec![Stamped::default(); orders.len()];
        let mut walks = Self { ground, wide: None, whole: Vec::new(), less };
        if problem.closed()?.blocks() >= NARROW_FROM && orders.len() <= ORDERS_MAX {
            walks.narrow(batches);
        }
        Some(walks)
    }

    /// Whether they are measured through all states.
    pub(super) fn is_wide(&self) -> bool {
        self.wide.is_none()
    }

    /// From now on walks are measured through those states alone that short ones past batches such as these come by.
    fn narrow(&mut self, batches: &[Vec<u32>]) {
        let mut wide = self.ground.clone();
        let mut marks = wide.unmarked();
        for (at, batch) in batches.iter().enumerate() {
            wide.mark(batch, CORRIDOR, &mut marks);
            let next = &batches[(at + 1) % batches.len()];
            for (n, order) in batch.iter().enumerate() {
                let mut other: Vec<u32> = batch.iter().copied().filter(|other| other != order).collect();
                wide.mark(&other, WIDENED, &mut marks);
                other.push(next[n % next.len()]);
                wide.mark(&other, WIDENED, &mut marks);
            }
        }
        self.ground = wide.narrowed(&marks);
        self.wide = Some((wide, marks));
    }

    /// Marks the states of a batch's shortest walk and those near it, too.
    fn widen(&mut self, batch: &[u32]) {
        let Some((wide, marks)) = &mut self.wide else { return };
        wide.mark(batch, WIDENED, marks);
        self.ground = wide.narrowed(marks);
        self.whole.clear();
        self.less.fill(Stamped::default());
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

    /// The length of a batch's shortest tour, in metres, where one of length `found` is known; and whether there is news of how
    /// walks may go, so that others may be shorter too.
    pub(super) fn length(
        &mut self,
        problem: &mut Problem,
        at: usize,
        batch: (&[u32], u64),
        found: f64,
    ) -> (f64, bool) {
        if self.wide.is_none() {
            return (self.of(at, batch).length, false);
        }
        let length = problem.length(batch.0);
        let is_news = length < found - MISSED;
        if is_news {
            self.widen(batch.0);
        }
        (length, is_news)
    }

    /// The length of a batch's tour with an order more, in metres, if it is no longer than `most`.
    pub(super) fn joined(&mut self, at: usize, batch: (&[u32], u64), order: u32, most: f64) -> Option<f64> {
        self.of(at, batch);
        self.ground.with(&mut self.whole[at].1, order, most)
    }
}
