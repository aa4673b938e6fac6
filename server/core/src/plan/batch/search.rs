//! The search for a good plan: savings to begin with, then orders are taken out and put back better, again and again.
//!
//! The start merges batches by what a shared walk saves (Clarke and Wright, Operations Research 12(4), 1964, as de Koster et al.
//! apply it to orders, IJPR 37(7), 1999). Most steps try many small moves, see [`anneal`](super::anneal), on plans that begin
//! as [`lineage`](super::lineage) says. With few orders, very many, or another gauge than a rectangle, other steps take related
//! orders out and insert them again, those first that would regret it most to wait (large neighbourhood search; Ropke and Pisinger, Transportation Science 40(4), 2006), and go on from plans that are
//! a little worse than the best one (record-to-record travel; Dueck, J. Comput. Phys. 104, 1993); and better batches are looked for
//! beside those in use. Now and then the batches of good plans are recombined, see [`price`](super::price).
//!
//! **Invariant**: the best plan never gets worse, and the same problem, seed and number of steps give the same plan.

use std::collections::BTreeMap;

use super::anneal::Changing;
use super::asked::Asked;
use super::frontier::BLOCKS_MAX;
use super::lineage::Lineage;
use super::partition::{Column, ORDERS_MAX};
use super::problem::Problem;
use super::simplex::Basis;
use super::walks::Walks;
use crate::plan::dice::Dice;
use crate::plan::layout::Layout;

/// How many neighbours an order knows.
const NEIGHBOURS: usize = 24;
/// In how many batches an order is tried.
const TRIED_MAX: usize = 12;
/// How much worse than the best a plan may be to go on from it, at the start of a round.
const SLACK: f64 = 0.03;
/// How many steps a round has, within which the slack melts away.
const ROUND: u64 = 4_000;
/// Every so many steps the batches that good plans had are recombined, and a few batches of the best plan are rearranged instead.
const OFTEN: (u64, u64) = (400, 16);
/// The same where small moves are measured fast.
const SELDOM: (u64, u64) = (1_000, 256);
/// With fewer orders taking some out and putting them back costs little, and finds what small moves don't.
const FAST_FROM: usize = 25;
/// One step in so many takes orders out and puts them back; the others are many small moves. At first, for so many steps an order,
/// it is every other one: small moves help only once they have cooled.
const RUINED: usize = 20;
const RUINED_AT_FIRST: usize = 2;
const AT_FIRST: u64 = 4;
/// Every so many steps a batch in use is priced instead.
const PRICED: u64 = 6;
/// Batches are rearranged where there are more than so many.
const REARRANGED_FROM: usize = 8;

/// Orders on carts.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Each batch's orders, ascending.
    pub batches: Vec<Vec<u32>>,
    /// The sum of the tours' lengths, in metres.
    pub length: f64,
}

/// A search under way; whoever holds the clock calls [`Search::step`].
#[derive(Clone, Debug)]
pub struct Search {
    pub(super) problem: Problem,
    pub(super) neighbours: Vec<Vec<u32>>,
    pub(super) dice: Dice,
    pub(super) present: Plan,
    pub(super) best: Plan,
    /// Batches of the plans gone on from, with their lengths.
    pub(super) pool: BTreeMap<u128, f64>,
    /// Those of them that the last recombination kept.
    pub(super) columns: Vec<Column>,
    /// Where its linear programme ended.
    pub(super) basis: Option<Basis>,
    /// What each order is worth, as the last recombination has it; and the batches whose neighbours may be worth more.
    pub(super) duals: Vec<f64>,
    pub(super) to_price: Vec<u128>,
    /// The plan that small moves change.
    pub(super) changing: Option<Changing>,
    /// What moves begin with, round by round.
    pub(super) lineage: Lineage,
    pub(super) walks: Option<Walks>,
    /// Lengths that its moves asked for.
    pub(super) asked: Asked,
    /// Whether small moves are measured fast, and their batches recombined.
    pub(super) is_fast: bool,
    steps: u64,
}

/// Where an order might go, and what that costs.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// `None` is a batch of its own.
    batch: Option<usize>,
    /// Metres more.
    cost: f64,
}

impl Search {
    /// Starts with the plan that savings give.
    pub fn new(mut problem: Problem, seed: u64) -> Self {
        let neighbours = problem.neighbours(NEIGHBOURS);
        let start = savings(&mut problem, &neighbours);
        let (walks, asked) = (Walks::new(&problem, &start.batches), Asked::new(problem.orders().len()));
        let is_known = |layout: &Layout| layout.blocks() <= BLOCKS_MAX;
        let is_some = (FAST_FROM..=ORDERS_MAX).contains(&problem.orders().len());
        let is_fast = is_some && problem.closed().is_some_and(is_known);
        let (dice, best, pool) = (Dice::new(seed), start.clone(), BTreeMap::new());
        let (duals, to_price, columns) = (Vec::new(), Vec::new(), Vec::new());
        let lineage = Lineage::new(&start);
        Self {
            problem,
            neighbours,
            dice,
            present: start,
            best,
            pool,
            columns,
            basis: None,
            duals,
            to_price,
            changing: None,
            lineage,
            walks,
            asked,
            is_fast,
            steps: 0,
        }
    }

    /// The best plan so far.
    pub fn best(&self) -> &Plan {
        &self.best
    }

    /// How many steps were taken.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// The problem.
    pub fn problem(&mut self) -> &mut Problem {
        &mut self.problem
    }

    /// Takes a plan that is known from elsewhere for the best one, if it is better.
    pub fn offer(&mut self, plan: Plan) {
        if plan.length < self.best.length - 1e-9 {
            // A line that has not led to the best plan goes on by itself.
            if self.lineage.leader.length <= self.best.length + 1e-9 {
                self.lineage.leader = plan.clone();
            }
            self.present = plan.clone();
            self.best = plan;
        }
    }

    /// One step.
    pub fn step(&mut self) {
        self.steps += 1;
        if self.problem.orders().len() < 2 {
            return;
        }
        let is_fast = self.is_fast;
        let (recombined, rearranged) = if is_fast { SELDOM } else { OFTEN };
        if self.steps.is_multiple_of(recombined) {
            return self.recombine();
        }
        if !is_fast && self.steps.is_multiple_of(PRICED) && !self.to_price.is_empty() {
            return self.price();
        }
        if self.steps % rearranged == 1
            && self.best.batches.len() > REARRANGED_FROM
            && !self.columns.is_empty()
        {
            return self.rearrange();
        }
        if is_fast {
            // Hardly anything else is as good.
            return self.anneal();
        }
        let at_first = self.steps < AT_FIRST * self.problem.orders().len() as u64;
        match self.dice.below(if at_first { RUINED_AT_FIRST } else { RUINED }) {
            0 => self.ruin(),
            _ => self.anneal(),
        }
    }

    /// Takes orders out of the present plan and puts them back.
    fn ruin(&mut self) {
        let melted = 1.0 - (self.steps % ROUND) as f64 / ROUND as f64;
        let melted = melted * melted;
        let mut plan = self.present.clone();
        let out = self.taken_out(&plan);
        for order in &out {
            for batch in &mut plan.batches {
                batch.retain(|at| at != order);
            }
        }
        plan.batches.retain(|batch| !batch.is_empty());
        self.put_back(&mut plan, out);
        plan.length = plan.batches.iter().map(|batch| self.problem.length(batch)).sum();
        if plan.length < self.best.length * (1.0 + SLACK * melted) || plan.length < self.present.length {
            for batch in &plan.batches {
                let length = self.problem.length(batch);
                self.remember(batch, length);
            }
            self.present = plan;
        }
        if self.present.length < self.best.length - 1e-9 {
            self.best = self.present.clone();
        }
    }

    /// Orders to take out: whole batches near each other, or orders near each other.
    fn taken_out(&mut self, plan: &Plan) -> Vec<u32> {
        let count = self.problem.orders().len();
        let seed = self.dice.below(count) as u32;
        let most = (count / 4).clamp(2, 12).min(count);
        let wanted = 2 + self.dice.below(most - 1).min(count - 2);
        let mut out = vec![seed];
        if self.dice.below(3) == 0 {
            let home = |order: u32| plan.batches.iter().find(|batch| batch.contains(&order));
            let batches = 2 + self.dice.below(2);
            let mut order = seed;
            out.clear();
            for _ in 0..batches {
                let fresh = home(order).filter(|batch| !out.contains(&batch[0]));
                out.extend(fresh.into_iter().flatten());
                let near = &self.neighbours[order as usize];
                order = match near.len() {
                    0 => self.dice.below(count) as u32,
                    many => near[self.dice.below(many)],
                };
            }
            return out;
        }
        while out.len() < wanted {
            let from = out[self.dice.below(out.len())];
            let near = &self.neighbours[from as usize];
            // The nearest are taken most.
            let skewed = self.dice.part().powi(2);
            let next = match near.len() {
                0 => self.dice.below(count) as u32,
                many => near[(skewed * many as f64) as usize],
            };
            let next = if out.contains(&next) { self.dice.below(count) as u32 } else { next };
            if !out.contains(&next) {
                out.push(next);
            }
        }
        out
    }

    /// Puts orders back, the one first that would regret waiting most.
    fn put_back(&mut self, plan: &mut Plan, mut out: Vec<u32>) {
        let blur = if self.dice.below(2) == 0 { 0.0 } else { 0.15 };
        let mut places: Vec<Vec<Place>> = out.iter().map(|order| self.places(plan, *order)).collect();
        while !out.is_empty() {
            let mut chosen = (0, f64::NEG_INFINITY);
            for (at, places) in places.iter().enumerate() {
                let regret = regret(places) + blur * self.dice.part() * places[0].cost;
                if regret > chosen.1 {
                    chosen = (at, regret);
                }
            }
            let (order, place) = (out.swap_remove(chosen.0), places.swap_remove(chosen.0)[0]);
            let changed = match place.batch {
                Some(batch) => {
                    insert(&mut plan.batches[batch], order);
                    batch
                }
                None => {
                    plan.batches.push(vec![order]);
                    plan.batches.len() - 1
                }
            };
            for (order, places) in out.iter().zip(&mut places) {
                places.retain(|place| place.batch != Some(changed));
                places.extend(self.place(plan, *order, changed));
                places.sort_by(|a, b| a.cost.total_cmp(&b.cost).then(a.batch.cmp(&b.batch)));
            }
        }
    }

    /// Where an order might go, cheapest first; a batch of its own is always among them.
    fn places(&mut self, plan: &Plan, order: u32) -> Vec<Place> {
        let mut candidates: Vec<usize> = (0..plan.batches.len()).collect();
        if candidates.len() > TRIED_MAX {
            let near = &self.neighbours[order as usize];
            let known = |batch: &Vec<u32>| near.iter().position(|other| batch.binary_search(other).is_ok());
            candidates.sort_by_cached_key(|at| (known(&plan.batches[*at]).unwrap_or(usize::MAX), *at));
            candidates.truncate(TRIED_MAX);
        }
        let mut places = vec![Place { batch: None, cost: self.problem.length(&[order]) }];
        for batch in candidates {
            places.extend(self.place(plan, order, batch));
        }
        places.sort_by(|a, b| a.cost.total_cmp(&b.cost).then(a.batch.cmp(&b.batch)));
        places
    }

    /// What it costs to put an order into a batch, if it has room.
    fn place(&mut self, plan: &Plan, order: u32, at: usize) -> Option<Place> {
        let batch = &plan.batches[at];
        let units = self.problem.orders()[order as usize].units;
        if self.problem.units(batch) + units > self.problem.capacity() {
            return None;
        }
        let before = self.problem.length(batch);
        let mut with = batch.clone();
        insert(&mut with, order);
        Some(Place { batch: Some(at), cost: self.problem.length(&with) - before })
    }
}

pub(super) fn insert(batch: &mut Vec<u32>, order: u32) {
    let at = batch.partition_point(|other| *other < order);
    batch.insert(at, order);
}

/// What is lost when the best place is gone.
fn regret(places: &[Place]) -> f64 {
    places.get(1).map_or(0.0, |second| second.cost - places[0].cost)
}

/// The plan that merges batches by what a shared walk saves, the largest saving first.
fn savings(problem: &mut Problem, neighbours: &[Vec<u32>]) -> Plan {
    let count = problem.orders().len() as u32;
    let mut pairs: Vec<(f64, u32, u32)> = Vec::new();
    for (a, near) in (0..count).zip(neighbours) {
        for b in near.iter().copied() {
            if a < b || !neighbours[b as usize].contains(&a) {
                let (low, high) = (a.min(b), a.max(b));
                let apart = problem.length(&[low]) + problem.length(&[high]);
                pairs.push((apart - problem.length(&[low, high]), low, high));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut home: Vec<usize> = (0..count as usize).collect();
    let mut batches: Vec<Vec<u32>> = (0..count).map(|order| vec![order]).collect();
    for (saving, a, b) in pairs {
        let (a, b) = (home[a as usize], home[b as usize]);
        if saving <= 0.0
            || a == b
            || problem.units(&batches[a]) + problem.units(&batches[b]) > problem.capacity()
        {
            continue;
        }
        let moved = std::mem::take(&mut batches[b]);
        for order in moved {
            home[order as usize] = a;
            insert(&mut batches[a], order);
        }
    }
    batches.retain(|batch| !batch.is_empty());
    let length = batches.iter().map(|batch| problem.length(batch)).sum();
    Plan { batches, length }
}
