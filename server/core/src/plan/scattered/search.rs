//! The search for bins and walk: prices first, then items are taken out and put back where the walk minds least.

use super::lattice::{Lattice, ways};
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
const FREE: f64 = 1e-9;
/// A round ends after so many steps without a better plan than its best, in which the slack melts away; or after so many, when
/// that is so much longer than the best of all.
const PATIENCE: u64 = 40;
const PATIENCE_FAR: u64 = 20;
const FAR: f64 = 1.1;
/// Of so many rounds one begins with the best plan, the others afresh.
const AGAIN: u64 = 5;
/// More than any walk, in metres: what it costs to use what is shut.
const SHUT: f64 = 1e12;

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
    stops: Vec<Vec<f64>>,
    length: f64,
}

/// A search under way; whoever holds the clock calls [`Search::step`].
#[derive(Clone, Debug)]
pub struct Search {
    pub(super) problem: Problem,
    /// What the walk past the present stops costs, and the stops it stands for by slot.
    lattice: Lattice,
    shown: Vec<Option<Vec<f64>>>,
    /// By bin: what a stop there costs more, and which change of its slot this was found for.
    more: Vec<(u32, f64)>,
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
    blur: f64,
    pub(super) present: Chosen,
    best: Chosen,
    steps: u64,
    /// Of the present round: its best length, the steps since that was found, and the round's number.
    round_best: f64,
    idle: u64,
    rounds: u64,
    /// No longer plan is worth making.
    limit: f64,
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

    /// These bins in use, as far as they are needed.
    pub(super) fn of(&mut self, taken: &[usize]) -> Chosen {
        let mut chosen = Chosen {
            bins: vec![Vec::new(); self.by_item.len()],
            stops: vec![Vec::new(); self.slots.len()],
            length: 0.0,
        };
        for bin in taken {
            let item = self.problem.bins[*bin].item;
            chosen.bins[item].push(*bin);
        }
        for item in 0..chosen.bins.len() {
            // The ones that hold most are kept.
            let mut bins = std::mem::take(&mut chosen.bins[item]);
            bins.sort_by_key(|bin| (std::cmp::Reverse(self.problem.bins[*bin].quantity), *bin));
            for bin in bins {
                if self.missing(&chosen, item) > 0 {
                    self.put(&mut chosen, bin);
                }
            }
        }
        chosen
    }

    pub(super) fn missing(&self, chosen: &Chosen, item: usize) -> u64 {
        let held: u64 =
            chosen.bins[item].iter().map(|bin| useful(&self.problem.bins[*bin], &self.problem.demand)).sum();
        self.problem.demand[item].saturating_sub(held)
    }

    pub(super) fn put(&self, chosen: &mut Chosen, bin: usize) {
        let (slot, depth) = self.places[bin];
        chosen.bins[self.problem.bins[bin].item].push(bin);
        let stops = &mut chosen.stops[slot];
        stops.insert(stops.partition_point(|stop| *stop < depth), depth);
    }

    fn take_out(&self, chosen: &mut Chosen, bin: usize) {
        let (slot, depth) = self.places[bin];
        chosen.bins[self.problem.bins[bin].item].retain(|used| *used != bin);
        let stops = &mut chosen.stops[slot];
        if let Some(at) = stops.iter().position(|stop| *stop == depth) {
            stops.remove(at);
        }
    }

    pub(super) fn clear(&self, chosen: &mut Chosen, item: usize) {
        for bin in std::mem::take(&mut chosen.bins[item]) {
            let (slot, depth) = self.places[bin];
            let stops = &mut chosen.stops[slot];
            if let Some(at) = stops.iter().position(|stop| *stop == depth) {
                stops.remove(at);
            }
        }
    }

    /// Adds bins until nothing is missing, each where the walk minds least, and none in the slots from `shut.0` to `shut.1` while
    /// there are others; then drops those that are needed no more. Stops as soon as the walk is longer than the limit.
    pub(super) fn fill(&mut self, chosen: &mut Chosen, shut: Option<(usize, usize)>) {
        (0..self.slots.len()).for_each(|slot| self.price(chosen, slot));
        chosen.length = self.lattice.forward();
        let mut open: Vec<usize> =
            self.wanted.iter().copied().filter(|item| self.missing(chosen, *item) > 0).collect();
        let greedy = self.dice.below(2) == 0;
        self.blur = if self.dice.below(2) == 0 { 0.0 } else { 0.5 };
        while !open.is_empty() {
            self.lattice.backward();
            let items: Vec<usize> =
                if greedy { open.clone() } else { vec![open[self.dice.below(open.len())]] };
            let mut found: Option<(usize, f64)> = None;
            for item in items {
                let (bin, cost) = self.cheapest(chosen, item, shut).expect("there is enough of each item");
                if cost <= FREE {
                    self.put(chosen, bin);
                    self.price(chosen, self.places[bin].0);
                } else if found.is_none_or(|found| (cost, bin) < (found.1, found.0)) {
                    found = Some((bin, cost));
                }
            }
            if let Some((bin, _)) = found {
                self.put(chosen, bin);
                self.price(chosen, self.places[bin].0);
            }
            chosen.length = self.lattice.forward();
            if chosen.length > self.limit {
                return;
            }
            open.retain(|item| self.missing(chosen, *item) > 0);
        }
        self.thin(chosen);
    }

    /// Tells what the ways through a slot cost now.
    fn price(&mut self, chosen: &Chosen, slot: usize) {
        let stops = &chosen.stops[slot];
        if self.shown[slot].as_ref() != Some(stops) {
            self.lattice.set(slot, ways(stops, self.slots[slot].length, None));
            self.shown[slot] = Some(stops.clone());
        }
    }

    /// The bin of an item that costs the walk least for what it gives.
    fn cheapest(
        &mut self,
        chosen: &Chosen,
        item: usize,
        shut: Option<(usize, usize)>,
    ) -> Option<(usize, f64)> {
        let missing = self.missing(chosen, item) as f64;
        let mut best: Option<(usize, f64)> = None;
        for at in 0..self.by_item[item].len() {
            let bin = self.by_item[item][at];
            if chosen.bins[item].contains(&bin) {
                continue;
            }
            let (slot, depth) = self.places[bin];
            let changes = self.lattice.changes(slot);
            if self.more[bin].0 != changes {
                let costs = ways(&chosen.stops[slot], self.slots[slot].length, Some(depth));
                self.more[bin] = (changes, self.lattice.with(slot, costs).max(0.0));
            }
            let more = self.more[bin].1;
            let part = (self.problem.bins[bin].quantity as f64 / missing).min(1.0);
            let is_shut = shut.is_some_and(|(from, to)| (from..=to).contains(&slot));
            let blurred = 1.0 + self.blur * self.dice.part();
            let cost = blurred * more / part + if is_shut { SHUT } else { 0.0 };
            if best.is_none_or(|best| cost < best.1) {
                best = Some((bin, cost));
            }
        }
        best
    }

    /// Drops bins without which nothing is missing, when the walk is shorter then.
    fn thin(&mut self, chosen: &mut Chosen) {
        let mut shorter = false;
        for item in self.wanted.clone() {
            let mut bins = chosen.bins[item].clone();
            bins.sort_by_key(|bin| (self.problem.bins[*bin].quantity, *bin));
            for bin in bins {
                self.take_out(chosen, bin);
                if self.missing(chosen, item) > 0 {
                    self.put(chosen, bin);
                } else {
                    self.price(chosen, self.places[bin].0);
                    shorter = true;
                }
            }
        }
        if shorter {
            chosen.length = self.lattice.forward();
        }
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
