//! The method's steps, compiled: which states a step leads to from which, and by which choices.
//!
//! The states that can stand before a step form a set; a set and a kind of step give the next set and the edges between them.
//! There are few sets for a number of blocks, so that each step is compiled once and then only added up.

use std::collections::BTreeMap;

use super::state::{Ends, PASSES, Pass, State};

/// How many choices a step has at most, a power of two.
pub(in crate::plan) const CHOICES: usize = 16;
/// With more blocks than this, blocks with stops and without lead to the same states, so that there are fewer sets.
const COMMON_FROM: usize = 3;
const BLOCK_KINDS: usize = 6;
const CROSS_KINDS: usize = 6;
const UNKNOWN: u32 = u32::MAX;

/// Costs of a step's choices in metres; a way through a block stands at its [`Pass`], edges on a cross aisle at their number.
/// Barred choices cost infinity.
pub(in crate::plan) type Costs = [f64; CHOICES];

/// What lies in a block of an aisle, so that certain ways through it can be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::plan) enum Within {
    /// Nothing.
    Nothing,
    /// Stops.
    Stops,
    /// Perhaps stops: barred ways cost infinity.
    Perhaps,
    /// Stops, and both ends of the walk at one place.
    Both,
    /// One end of the walk.
    One,
    /// Both ends of the walk at two places.
    Two,
}

impl Within {
    fn passes(self) -> &'static [Pass] {
        use Pass::{
            Back, BackOdd, Both, EvenOdd, Front, FrontOdd, OddEven, OddOdd, Once, Skip, TieBack, TieFront,
            Twice, Whole,
        };
        match self {
            Self::Nothing => &[Skip, Once, Twice],
            Self::Stops => &[Once, Twice, Front, Back, Both],
            Self::Perhaps => &PASSES,
            Self::Both => &[Once, Twice, Front, Back, Both, Whole],
            Self::One => &[TieFront, TieBack, FrontOdd, BackOdd, OddEven, EvenOdd],
            Self::Two => &[Once, Twice, Front, Back, Both, OddOdd, Whole],
        }
    }
}

/// A kind of step.
#[derive(Clone, Copy, Debug)]
pub(in crate::plan) enum Kind {
    /// Through a block of the present aisle.
    Block(usize, Within),
    /// Along a cross aisle to the next aisle; from the last one there is no way on.
    Cross { cross: usize, ends: Ends, is_last: bool },
}

/// One way to a state: the number of the state before, and the choice.
#[derive(Clone, Copy, Debug)]
pub(in crate::plan) struct Edge(u32);

impl Edge {
    fn new(from: usize, choice: usize) -> Self {
        Self((from * CHOICES + choice) as u32)
    }

    pub(in crate::plan) fn from(self) -> usize {
        self.0 as usize / CHOICES
    }

    pub(in crate::plan) fn choice(self) -> usize {
        self.0 as usize % CHOICES
    }
}

/// A compiled step.
#[derive(Clone, Debug, Default)]
pub(in crate::plan) struct Step {
    /// The set behind it.
    pub(in crate::plan) next: u32,
    edges: Vec<Edge>,
    /// By state behind it: where its edges end.
    until: Vec<u32>,
}

impl Step {
    /// How many states there are behind it.
    pub(in crate::plan) fn size(&self) -> usize {
        self.until.len()
    }

    /// The edges to a state behind it.
    pub(in crate::plan) fn into(&self, at: usize) -> &[Edge] {
        let from = at.checked_sub(1).map_or(0, |before| self.until[before]);
        &self.edges[from as usize..self.until[at] as usize]
    }

    /// The least costs of the states behind it, from those before it.
    pub(super) fn take(&self, before: &[f64], costs: &Costs, behind: &mut [f64]) {
        let mut edges = &self.edges[..];
        let mut from = 0;
        for (until, behind) in self.until.iter().zip(behind) {
            let (into, rest) = edges.split_at((until - from) as usize);
            (edges, from) = (rest, *until);
            let mut least = f64::INFINITY;
            for edge in into {
                let cost = before[edge.from()] + costs[edge.choice()];
                least = if cost < least { cost } else { least };
            }
            *behind = least;
        }
    }
}

/// All steps met so far, for a number of blocks.
#[derive(Clone, Debug)]
pub(in crate::plan) struct Table {
    blocks: usize,
    sets: Vec<Vec<State>>,
    numbers: BTreeMap<Vec<State>, u32>,
    steps: Vec<Step>,
    /// By set and kind: the step.
    known: Vec<u32>,
}

impl Table {
    /// The set before the first step, which holds the state in which nothing is walked.
    pub(in crate::plan) const START: u32 = 0;

    pub(in crate::plan) fn new(blocks: usize) -> Self {
        let mut table =
            Self { blocks, sets: Vec::new(), numbers: BTreeMap::new(), steps: Vec::new(), known: Vec::new() };
        table.number(vec![State::default()]);
        table
    }

    /// The step of a kind from a set, as its number.
    pub(in crate::plan) fn number_of(&mut self, set: u32, kind: Kind) -> u32 {
        let entry = set as usize * self.width() + self.column(kind);
        if self.known[entry] == UNKNOWN {
            self.known[entry] = self.compiled(set, kind);
        }
        self.known[entry]
    }

    /// A step by its number.
    pub(in crate::plan) fn step(&self, number: u32) -> &Step {
        &self.steps[number as usize]
    }

    /// Where the walk that is closed stands in a set.
    pub(in crate::plan) fn closed(&self, set: u32) -> Option<usize> {
        self.sets[set as usize].iter().position(State::is_closed)
    }

    /// Whether such blocks lead to the same states, though not by the same ways, whatever lies in them.
    fn is_common(&self, within: Within) -> bool {
        self.blocks > COMMON_FROM && matches!(within, Within::Nothing | Within::Stops | Within::Perhaps)
    }

    fn width(&self) -> usize {
        self.blocks * BLOCK_KINDS + (self.blocks + 1) * CROSS_KINDS
    }

    fn column(&self, kind: Kind) -> usize {
        match kind {
            Kind::Block(block, within) => block * BLOCK_KINDS + within as usize,
            Kind::Cross { cross, ends, is_last } => {
                self.blocks * BLOCK_KINDS + cross * CROSS_KINDS + 2 * ends as usize + usize::from(is_last)
            }
        }
    }

    fn number(&mut self, set: Vec<State>) -> u32 {
        let width = self.width();
        *self.numbers.entry(set).or_insert_with_key(|set| {
            self.sets.push(set.clone());
            self.known.resize(self.known.len() + width, UNKNOWN);
            self.sets.len() as u32 - 1
        })
    }

    fn compiled(&mut self, set: u32, kind: Kind) -> u32 {
        let mut ways: Vec<(u64, State, Edge)> = Vec::new();
        for (from, state) in self.sets[set as usize].iter().enumerate() {
            let mut lead = |next: Option<State>, choice: usize| {
                if let Some(next) = next {
                    ways.push((next.key(), next, Edge::new(from, choice)));
                }
            };
            match kind {
                Kind::Block(block, within) => {
                    let passes = if self.is_common(within) { &PASSES } else { within.passes() };
                    passes.iter().for_each(|pass| lead(state.walked(block, *pass), *pass as usize));
                }
                Kind::Cross { cross, ends, is_last } => {
                    let most = if is_last { 0 } else { 2 };
                    (0..=most).for_each(|edges| lead(state.crossed(cross, edges, ends), edges));
                }
            }
        }
        let is_open = |edge: Edge| match kind {
            Kind::Block(_, within) => within.passes().iter().any(|pass| *pass as usize == edge.choice()),
            Kind::Cross { .. } => true,
        };
        ways.sort_unstable_by_key(|(key, _, edge)| (*key, edge.0));
        let mut step = Step::default();
        let mut states = Vec::new();
        for same in ways.chunk_by(|a, b| a.0 == b.0) {
            states.push(same[0].1);
            step.edges.extend(same.iter().map(|(_, _, edge)| *edge).filter(|edge| is_open(*edge)));
            step.until.push(step.edges.len() as u32);
        }
        step.next = self.number(states);
        self.steps.push(step);
        self.steps.len() as u32 - 1
    }
}
