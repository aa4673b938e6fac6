//! Tours that differ little from one that is known, measured by what differs.
//!
//! A [`Sweep`] keeps, of a batch's shortest tour, what each state between two aisles costs up to there and from there on. When an
//! order comes to the batch, only the aisles from the first that changes to the last are walked anew, and of the states only those
//! are gone on from whose old rest is short enough: with an order more it is no shorter (a bound as in A*; Hart, Nilsson and
//! Raphael, IEEE Trans. Systems Science and Cybernetics 4(2), 1968).
//!
//! **Invariant**: what is found is the length of a tour, and the shortest unless that is longer than the sweep's by more than its
//! spread.

use std::collections::BTreeSet;
use std::ops::Range;

use super::frontier::{Aisle, BLOCKS_MAX, Costs, Frontier};
use super::narrow::Marks;
use super::problem::Order;
use super::states::{States, back, between, set_bits};
use crate::plan::layout::Layout;
use crate::plan::tour::state::{KINDS, Pass};

/// How much longer than the shortest a tour may be, as a part of it, for its states to be gone on from.
const SPREAD: f64 = 0.05;
/// The most numbers that all sweeps keep.
const KEPT_MAX: usize = 12_000_000;
/// More than rounding takes away, in metres.
const ROUNDING: f64 = 1e-3;

/// Where the orders' goods lie, column by column: the aisles with goods, and the depot's.
#[derive(Clone, Debug)]
pub(super) struct Ground {
    pub(super) frontier: Frontier,
    /// By block, its length in metres.
    lengths: Vec<f64>,
    /// By column: metres to the next one.
    gaps: Vec<f64>,
    /// By column: which aisle's steps lead through it, and which set of states is behind it.
    sides: Vec<(usize, usize)>,
    /// What is walked from the depot to the front cross aisle and back, in metres.
    offset: f64,
    /// By bit of a row, how deep in its block the cell lies, in metres; and the bit's column.
    depths: Vec<f64>,
    columns: Vec<u32>,
    /// By column and block: where its bits begin.
    begin: Vec<u32>,
    /// By order: its cells as a row of bits.
    rows: Vec<Vec<u64>>,
    /// A row, and states with their metres, while a tour is measured.
    row: Vec<u64>,
    present: States,
    next: States,
}

/// What is known of a batch's shortest tour.
#[derive(Clone, Debug, Default)]
pub(super) struct Sweep {
    /// In metres.
    pub(super) length: f64,
    row: Vec<u64>,
    /// By column and block.
    costs: Vec<Costs>,
    /// By column, block and the state behind the block: metres to the end.
    after: Vec<f32>,
    /// The same behind a column, exactly.
    behind: Vec<f64>,
    /// By column, the states behind it with the metres up to them; and where each column's end.
    ahead: Vec<(u16, f64)>,
    until: Vec<u32>,
}

impl Ground {
    /// For some orders; none where what sweeps keep of so many batches would be too much.
    pub(super) fn new(layout: &Layout, orders: &[Order], batches: usize) -> Option<Self> {
        let blocks = layout.blocks();
        if blocks > BLOCKS_MAX {
            return None;
        }
        let mut cells: Vec<_> = orders.iter().flat_map(|order| order.picks.iter().copied()).collect();
        cells.sort_unstable();
        cells.dedup();
        let mut aisles: Vec<usize> =
            cells.iter().map(|cell| cell.aisle).chain([layout.depot_aisle()]).collect();
        aisles.sort_unstable();
        aisles.dedup();
        let frontier = Frontier::new(blocks);
        let size = usize::from(frontier.nowhere) + 1;
        if batches * aisles.len() * (blocks + 2) * size > KEPT_MAX {
            return None;
        }
        let column = |aisle: usize| aisles.partition_point(|known| *known < aisle);
        let first =
            |n: usize| cells.partition_point(|cell| column(cell.aisle) * blocks + cell.block < n) as u32;
        let row = |order: &Order| {
            let mut row = vec![0_u64; cells.len().div_ceil(64)];
            for bit in order.picks.iter().map(|pick| cells.partition_point(|cell| cell < pick)) {
                row[bit / 64] |= 1 << (bit % 64);
            }
            row
        };
        let depot = column(layout.depot_aisle());
        let side =
            |at: usize| (1 + usize::from(at > depot) - usize::from(at < depot), usize::from(at >= depot));
        let gaps = aisles.windows(2).map(|two| (two[1] - two[0]) as f64 * layout.aisle_pitch());
        Some(Self {
            lengths: (0..blocks).map(|block| layout.block_length(block)).collect(),
            gaps: gaps.chain([0.0]).collect(),
            sides: (0..aisles.len()).map(side).collect(),
            offset: 2.0 * layout.depot_offset(),
            depths: cells.iter().map(|cell| layout.depth(cell.cell)).collect(),
            columns: cells.iter().map(|cell| column(cell.aisle) as u32).collect(),
            begin: (0..=aisles.len() * blocks).map(first).collect(),
            rows: orders.iter().map(row).collect(),
            row: Vec::new(),
            present: States::new(size),
            next: States::new(size),
            frontier,
        })
    }

    /// How many columns there are.
    pub(super) fn count(&self) -> usize {
        self.gaps.len()
    }

    /// How many of them a batch has goods in.
    pub(super) fn visited(&self, batch: &[u32]) -> usize {
        let bits = batch.iter().flat_map(|order| set_bits(&self.rows[*order as usize], 0, self.depths.len()));
        bits.map(|bit| self.columns[bit]).collect::<BTreeSet<u32>>().len()
    }

    fn size(&self) -> usize {
        usize::from(self.frontier.nowhere) + 1
    }

    fn blocks(&self) -> usize {
        self.lengths.len()
    }

    /// The steps through a column.
    pub(super) fn aisle(&self, column: usize) -> &Aisle {
        &self.frontier.aisles[self.sides[column].0]
    }

    /// By state behind a column, the cross aisles walked there.
    pub(super) fn crossed(&self, column: usize) -> &[f64] {
        &self.frontier.crossed[self.sides[column].1]
    }

    /// What the ways through the n-th block of all columns cost, in a row.
    fn ways(&self, n: usize) -> Costs {
        let length = self.lengths[n % self.blocks()];
        let mut costs = [f64::INFINITY; KINDS];
        (costs[Pass::Once as usize], costs[Pass::Twice as usize]) = (length, 2.0 * length);
        let (mut first, mut last, mut gap) = (f64::NAN, f64::NAN, f64::NEG_INFINITY);
        for bit in set_bits(&self.row, self.begin[n] as usize, self.begin[n + 1] as usize) {
            let depth = self.depths[bit];
            if first.is_nan() {
                first = depth;
            } else {
                gap = f64::max(gap, depth - last);
            }
            last = depth;
        }
        if first.is_nan() {
            costs[Pass::Skip as usize] = 0.0;
            return costs;
        }
        costs[Pass::Front as usize] = 2.0 * last;
        costs[Pass::Back as usize] = 2.0 * (length - first);
        costs[Pass::Both as usize] = 2.0 * (length - gap);
        costs
    }

    /// Learns all of a batch's shortest tour.
    pub(super) fn sweep(&mut self, batch: impl Iterator<Item = u32>, sweep: &mut Sweep) {
        self.row.clear();
        self.row.resize(self.depths.len().div_ceil(64), 0);
        for order in batch {
            self.row.iter_mut().zip(&self.rows[order as usize]).for_each(|(word, bits)| *word |= bits);
        }
        let (count, blocks) = (self.gaps.len(), self.blocks());
        sweep.costs.clear();
        sweep.costs.extend((0..count * blocks).map(|n| self.ways(n)));
        self.sweep_back(sweep);
        sweep.row.clone_from(&self.row);
        sweep.ahead.clear();
        sweep.until.clear();
        if self.row.iter().all(|word| *word == 0) {
            // Nobody sets out for nothing.
            sweep.length = 0.0;
        }
    }

    /// Marks the states that walks past a batch come by, which are longer than the shortest by no more than this part of it.
    pub(super) fn mark(&mut self, batch: &[u32], spread: f64, marks: &mut Marks) {
        let mut sweep = Sweep::default();
        self.sweep(batch.iter().copied(), &mut sweep);
        let most = sweep.length * (1.0 + spread) + ROUNDING;
        self.present.clear();
        self.present.reach(Frontier::START, 0.0);
        for column in 0..self.count() {
            for block in 0..self.blocks() {
                let costs = sweep.costs[column * self.blocks() + block];
                self.walk(&sweep, (column, block), &costs, most);
                let marks = &mut marks.behind[column][block];
                self.present.reached.iter().for_each(|state| marks[usize::from(*state)] = true);
            }
            self.turn(&sweep, column, most);
            let marks = &mut marks.between[column];
            self.present.reached.iter().for_each(|state| marks[usize::from(*state)] = true);
            self.cross(column);
        }
    }

    /// The same with other steps, and which of them lead through each column and which states are behind it.
    pub(super) fn with_steps(&self, frontier: Frontier, sides: Vec<(usize, usize)>) -> Self {
        let size = usize::from(frontier.nowhere) + 1;
        Self { frontier, sides, present: States::new(size), next: States::new(size), ..self.clone() }
    }

    /// The present states are those before a column, of a sweep's tour: those up to there that are not known yet are found first.
    fn begin_at(&mut self, sweep: &mut Sweep, column: usize, most: f64) {
        let known = sweep.until.len().min(column);
        self.present.clear();
        let Some(before) = known.checked_sub(1) else {
            self.present.reach(Frontier::START, 0.0);
            return self.go_ahead(sweep, 0..column);
        };
        let from = before.checked_sub(1).map_or(0, |n| sweep.until[n] as usize);
        let is_last = known == column;
        let behind = &sweep.behind[before * self.size()..][..self.size()];
        for (state, metres) in &sweep.ahead[from..sweep.until[before] as usize] {
            if !is_last || metres + behind[usize::from(*state)] <= most {
                self.present.reach(*state, *metres);
            }
        }
        self.cross(before);
        self.go_ahead(sweep, known..column);
    }

    /// From the present states through more columns of a sweep, which keeps them.
    fn go_ahead(&mut self, sweep: &mut Sweep, columns: Range<usize>) {
        let blocks = self.blocks();
        let spread = spread(sweep.length);
        for column in columns {
            for block in 0..blocks {
                let costs = sweep.costs[column * blocks + block];
                self.walk(sweep, (column, block), &costs, spread);
            }
            self.turn(sweep, column, spread);
            let present = &self.present;
            sweep.ahead.extend(present.reached.iter().map(|at| (*at, present.metres[usize::from(*at)])));
            sweep.until.push(sweep.ahead.len() as u32);
            self.cross(column);
        }
    }

    /// From the last column to the first, what is left to walk.
    fn sweep_back(&self, sweep: &mut Sweep) {
        let (size, count, blocks) = (self.size(), self.gaps.len(), self.blocks());
        sweep.after.resize(count * blocks * size, f32::INFINITY);
        sweep.behind.resize(count * size, f64::INFINITY);
        let (mut present, mut before) = (vec![f64::INFINITY; size], vec![f64::INFINITY; size]);
        present[self.frontier.closed] = self.offset;
        for column in (0..count).rev() {
            sweep.behind[column * size..(column + 1) * size].copy_from_slice(&present);
            let aisle = self.aisle(column);
            before.fill(f64::INFINITY);
            for (before, along) in before.iter_mut().zip(aisle.all_along()) {
                for way in along {
                    let metres = present[usize::from(*way)];
                    *before = if metres < *before { metres } else { *before };
                }
            }
            std::mem::swap(&mut present, &mut before);
            for block in (0..blocks).rev() {
                let kept = &mut sweep.after[(column * blocks + block) * size..][..size];
                kept.iter_mut().zip(&present).for_each(|(kept, metres)| *kept = *metres as f32);
                let (ways, costs) = (&aisle.through[block], &sweep.costs[column * blocks + block]);
                match costs[Pass::Skip as usize] < f64::INFINITY {
                    true => back(ways, [0, 1, 2], costs, &present, &mut before),
                    false => back(ways, [1, 2, 3, 4, 5], costs, &present, &mut before),
                }
                std::mem::swap(&mut present, &mut before);
            }
            if let Some(left) = column.checked_sub(1) {
                let gap = self.gaps[left];
                for (metres, crossed) in present.iter_mut().zip(self.crossed(left)) {
                    *metres += crossed * gap;
                }
                present[self.crossed(left).len()..].fill(f64::INFINITY);
            }
        }
        sweep.length = present[usize::from(Frontier::START)];
    }

    /// The present states through a block, except to those from which a sweep's rest is too long.
    fn walk(&mut self, sweep: &Sweep, (column, block): (usize, usize), costs: &Costs, most: f64) {
        let rest = &sweep.after[(column * self.blocks() + block) * self.size()..][..self.size()];
        let Self { frontier, sides, present, next, .. } = self;
        let ways = &frontier.aisles[sides[column].0].through[block];
        for state in &present.reached {
            let (metres, ways) = (present.metres[usize::from(*state)], &ways[usize::from(*state)]);
            for (way, cost) in ways.iter().zip(costs) {
                let metres = metres + cost;
                if metres + f64::from(rest[usize::from(*way)]) <= most {
                    next.reach(*way, metres);
                }
            }
        }
        present.clear();
        std::mem::swap(present, next);
    }

    /// The present states along the cross aisles, to behind a column.
    fn turn(&mut self, sweep: &Sweep, column: usize, most: f64) {
        let rest = &sweep.behind[column * self.size()..][..self.size()];
        let Self { frontier, sides, present, next, .. } = self;
        let aisle = &frontier.aisles[sides[column].0];
        for state in &present.reached {
            let metres = present.metres[usize::from(*state)];
            for way in aisle.along(usize::from(*state)) {
                if metres + rest[usize::from(*way)] <= most {
                    next.reach(*way, metres);
                }
            }
        }
        present.clear();
        std::mem::swap(present, next);
    }

    /// From behind a column to before the next one.
    fn cross(&mut self, column: usize) {
        let (gap, crossed) = (self.gaps[column], &self.frontier.crossed[self.sides[column].1]);
        for state in &self.present.reached {
            let at = usize::from(*state);
            self.present.metres[at] += crossed[at] * gap;
        }
    }

    /// The length of the tour with an order more than a sweep has, in metres, if it is no longer than `most`.
    pub(super) fn with(&mut self, sweep: &mut Sweep, order: u32, most: f64) -> Option<f64> {
        let (mut first, mut last) = (None, 0);
        self.row.clear();
        for (n, (word, bits)) in sweep.row.iter().zip(&self.rows[order as usize]).enumerate() {
            self.row.push(word | bits);
            let new = bits & !word;
            if new != 0 {
                first.get_or_insert(64 * n + new.trailing_zeros() as usize);
                last = 64 * n + 63 - new.leading_zeros() as usize;
            }
        }
        let Some(first) = first else { return (sweep.length <= most).then_some(sweep.length) };
        let (first, last) = (self.columns[first] as usize, self.columns[last] as usize);
        let (blocks, size) = (self.blocks(), self.size());
        let bound = (most + ROUNDING).min(f64::MAX);
        self.begin_at(sweep, first, bound);
        for column in first..=last {
            for block in 0..blocks {
                let costs = self.costs(sweep, column * blocks + block);
                self.walk(sweep, (column, block), &costs, bound);
            }
            self.turn(sweep, column, bound);
            if self.present.reached.is_empty() {
                return None;
            }
            if column < last {
                self.cross(column);
            }
        }
        let behind = &sweep.behind[last * size..][..size];
        let present = &self.present;
        let whole = |at: &u16| present.metres[usize::from(*at)] + behind[usize::from(*at)];
        let length = present.reached.iter().map(whole).fold(f64::INFINITY, f64::min);
        (length <= most).then_some(length)
    }

    /// What the ways through the n-th block cost, as a sweep knows it where nothing there differs.
    fn costs(&self, sweep: &Sweep, n: usize) -> Costs {
        let (from, until) = (self.begin[n] as usize, self.begin[n + 1] as usize);
        let differs = |word: usize| (self.row[word] ^ sweep.row[word]) & between(word, from, until) != 0;
        if from < until && (from / 64..=(until - 1) / 64).any(differs) {
            self.ways(n)
        } else {
            sweep.costs[n]
        }
    }
}

/// How long a tour may be that is found from that of such a sweep, and surely the shortest.
pub(super) fn spread(length: f64) -> f64 {
    // A walk past nothing says nothing of how long others are.
    if length > 0.0 { length * (1.0 + SPREAD) } else { f64::MAX }
}
