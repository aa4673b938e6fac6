//! The search for bins and walk: prices first, then items are taken out and put back where the walk minds least.

use super::lattice::Lattice;
use super::price::{Prices, Slot};
use super::{Bin, Problem, useful};
use crate::plan::dice::Dice;
use crate::plan::layout::Cell;
use crate::plan::tour::Router;

/// Sweeps of the prices, before the search.
const SWEEPS: u64 = 72;
/// So often the bins that the prices' walk takes become a plan.
const ROUNDED: u64 = 6;
/// How much worse than the best a plan may be to go on from it.
const SLACK: f64 = 0.05;
/// What counts as nothing, in metres.
pub(super) const FREE: f64 = 1e-9;
/// A round ends after so many steps without a better plan than its best, in which the slack melts away; or after so many, when
/// that is so much longer than the best of all.
const PATIENCE: u64 = 40;
const PATIENCE_FAR: u64 = 20;
const FAR: f64 = 1.1;
/// Of so many rounds one begins with the best plan, the others afresh.
const AGAIN: u64 = 5;

/// What is taken from a bin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Take {
    /// The bin, as its position among the problem's.
    pub bin: usize,
    /// How much.
    pub quantity: u64,
}

/// Bins and walk.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The walk's length in metres.
    pub length: f64,
    /// What is taken, in walking order.
    pub takes: Vec<Take>,
}

/// The bins in use.
#[derive(Clone, Debug)]
pub(super) struct Chosen {
    /// By item.
    pub(super) bins: Vec<Vec<usize>>,
    /// By slot: the depths in use, from the front.
    pub(super) stops: Vec<Vec<f64>>,
    pub(super) length: f64,
}

/// A search under way; whoever holds the clock calls [`Search::step`].
#[derive(Clone, Debug)]
pub struct Search {
    pub(super) problem: Problem,
    /// What the walk past the present stops costs, and the stops it stands for by slot.
    pub(super) lattice: Lattice,
    pub(super) shown: Vec<Option<Vec<f64>>>,
    /// By bin: what a stop there costs more, and which change of its slot this was found for.
    pub(super) more: Vec<(u32, f64)>,
    /// The same states at the prices' costs.
    pub(super) priced: Lattice,
    pub(super) prices: Prices,
    pub(super) slots: Vec<Slot>,
    /// By bin: its slot and its depth there.
    pub(super) places: Vec<(usize, f64)>,
    /// By item: the bins worth going to.
    pub(super) by_item: Vec<Vec<usize>>,
    /// The items that are wanted.
    pub(super) wanted: Vec<usize>,
    pub(super) dice: Dice,
    /// How much costs are blurred at present, as a part of them.
    pub(super) blur: f64,
    pub(super) present: Chosen,
    best: Chosen,
    steps: u64,
    /// Of the present round: its best length, the steps since that was found, and the round's number.
    round_best: f64,
    idle: u64,
    rounds: u64,
    /// No longer plan is worth making.
    pub(super) limit: f64,
}

impl Search {
    /// Starts with each item at the bin that costs the walk least.
    pub fn new(problem: Problem, seed: u64) -> Self {
        let Problem { layout, demand, bins } = &problem;
        let used = |bin: &&Bin| useful(bin, demand) > 0;
        let aisles = || bins.iter().filter(used).map(|bin| bin.at.aisle).chain([layout.depot_aisle()]);
        let (first, last) = (aisles().min().unwrap_or(0), aisles().max().unwrap_or(0));
        let lattice = Lattice::new(layout, first, last);
        let slot = |at: usize| Slot { length: layout.block_length(at % layout.blocks()), bins: Vec::new() };
        let mut slots: Vec<Slot> = (0..lattice.slots()).map(slot).collect();
        let (mut places, mut by_item) = (vec![(0, 0.0); bins.len()], vec![Vec::new(); demand.len()]);
        for (at, bin) in bins.iter().enumerate().filter(|(_, bin)| used(bin)) {
            let (slot, depth) = (lattice.slot(bin.at.aisle, bin.at.block), layout.depth(bin.at.cell));
            places[at] = (slot, depth);
            slots[slot].bins.push((at, depth));
            by_item[bin.item].push(at);
        }
        slots.iter_mut().for_each(|slot| slot.bins.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0))));
        let wanted: Vec<usize> = (0..demand.len()).filter(|item| demand[*item] > 0).collect();
        let empty = Chosen {
            bins: vec![Vec::new(); demand.len()],
            stops: vec![Vec::new(); slots.len()],
            length: 0.0,
        };
        let prices = Prices::new(demand.len(), slots.len(), layout.aisle_pitch());
        let (dice, present, best) = (Dice::new(seed), empty.clone(), empty);
        let mut search = Self {
            priced: lattice.clone(),
            shown: vec![None; slots.len()],
            more: vec![(u32::MAX, 0.0); places.len()],
            problem,
            lattice,
            prices,
            slots,
            places,
            by_item,
            wanted,
            dice,
            blur: 0.0,
            present,
            best,
            steps: 0,
            round_best: f64::INFINITY,
            idle: 0,
            rounds: 0,
            limit: f64::INFINITY,
        };
        if !search.wanted.is_empty() {
            let mut start = search.present.clone();
            search.fill(&mut start, None);
            (search.present, search.best) = (start.clone(), start);
        }
        search
    }

    /// How many steps were taken.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// How short any plan is at least, in metres.
    pub fn bound(&self) -> f64 {
        if self.wanted.is_empty() {
            return 0.0;
        }
        (self.prices.bound() + self.offset()).min(self.length())
    }

    /// Whether the plan is proven to be the shortest.
    pub fn is_done(&self) -> bool {
        self.length() <= self.bound() + 1e-7
    }

    /// The length of the best plan so far, in metres.
    pub fn length(&self) -> f64 {
        if self.wanted.is_empty() { 0.0 } else { self.best.length + self.offset() }
    }

    fn offset(&self) -> f64 {
        2.0 * self.problem.layout.depot_offset()
    }

    /// One step.
    pub fn step(&mut self) {
        self.steps += 1;
        if self.is_done() {
            return;
        }
        if self.steps <= SWEEPS {
            let Problem { bins, demand, .. } = &self.problem;
            let taken = self.prices.sweep(&mut self.priced, (&self.slots, bins, demand), self.best.length);
            if self.steps.is_multiple_of(ROUNDED) {
                let mut rounded = self.of(&taken);
                self.fill(&mut rounded, None);
                self.settle(rounded);
            }
            if self.steps == SWEEPS {
                self.begin(self.best.clone());
            }
            return;
        }
        self.limit = (self.round_best * (1.0 + self.slack())).max(self.present.length) + FREE;
        let next = match self.dice.below(10) {
            0 => self.opened(),
            1..=3 => self.closed(),
            _ => self.shaken(),
        };
        let limit = std::mem::replace(&mut self.limit, f64::INFINITY);
        if next.length <= limit {
            self.settle(next);
        }
        self.idle += 1;
        if self.idle >= self.patience() {
            self.rounds += 1;
            let start = match self.dice.below(2) {
                _ if self.rounds.is_multiple_of(AGAIN) => self.best.clone(),
                0 => self.repriced(),
                _ => self.afresh(),
            };
            self.begin(start);
        }
    }

    /// Begins a round.
    fn begin(&mut self, start: Chosen) {
        (self.round_best, self.idle) = (f64::INFINITY, 0);
        self.settle(start);
    }

    /// Goes on from a plan.
    fn settle(&mut self, next: Chosen) {
        if next.length < self.round_best - FREE {
            (self.round_best, self.idle) = (next.length, 0);
        }
        if next.length < self.best.length - FREE {
            self.best = next.clone();
        }
        self.present = next;
    }

    /// How much longer than the round's best a plan may be, as a part of that.
    fn slack(&self) -> f64 {
        let melted = (1.0 - self.idle as f64 / self.patience() as f64).max(0.0);
        SLACK * melted * melted
    }

    fn patience(&self) -> u64 {
        if self.round_best < self.best.length * FAR { PATIENCE } else { PATIENCE_FAR }
    }

    /// The best plan so far.
    pub fn best(&self) -> Plan {
        let Problem { layout, demand, bins } = &self.problem;
        let used: Vec<usize> = self.best.bins.iter().flatten().copied().collect();
        let cells: Vec<Cell> = used.iter().map(|bin| bins[*bin].at).collect();
        let tour = Router::new(layout.clone()).shortest(&cells).expect("all places were checked");
        let mut left = demand.clone();
        let takes = tour.order.into_iter().filter_map(|at| {
            let bin = used[at];
            let quantity = bins[bin].quantity.min(left[bins[bin].item]);
            left[bins[bin].item] -= quantity;
            (quantity > 0).then_some(Take { bin, quantity })
        });
        Plan { takes: takes.collect(), length: tour.length }
    }
}
